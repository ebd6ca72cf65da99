import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { EventPayload } from '../../contract/ipc.ts'
import type { Settings } from '../../contract/models.ts'

/** What the window is told when a menu entry is chosen. */
export type MenuCommand = EventPayload<'menu.chosen'>['command']
type Theme = Settings['theme']

export interface MenuOptions {
  readonly theme: Theme
  /** Carries out a command in the window. */
  choose(command: MenuCommand): void
  chooseTheme(theme: Theme): void
}

const isMac = process.platform === 'darwin'
const separator: MenuItemConstructorOptions = { type: 'separator' }

/**
 * Sets the application menu, the same on every system but for where it puts About, Settings and Quit.
 * A packaged program has no entry, and so no shortcut, for reloading or for the developer tools.
 */
export function setMenu(options: MenuOptions): void {
  const { choose } = options
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(name),
    ...(accelerator !== undefined && { accelerator }),
  })
  const about = command(`About ${app.name}`, 'about')
  const shortcuts = command('Keyboard shortcuts', 'shortcuts', 'CmdOrCtrl+/')
  const settings = command('Settings…', 'settings', 'CmdOrCtrl+,')
  const palette = command('Command palette…', 'palette', 'CmdOrCtrl+K')

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [appMenu(about, settings)] : []),
    {
      label: '&File',
      submenu: [
        command('Connect an account…', 'connect', 'CmdOrCtrl+N'),
        ...(isMac
          ? [separator, { role: 'close' } as const]
          : [settings, separator, { role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        command('Find in the response…', 'find', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        palette,
        separator,
        command('Accounts', 'accounts', 'CmdOrCtrl+1'),
        command('Provider setups', 'setups', 'CmdOrCtrl+2'),
        command('Next pane', 'nextPane', 'F6'),
        separator,
        { label: 'Theme', submenu: themeItems(options) },
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { label: '&Request', submenu: [command('Send', 'send', 'CmdOrCtrl+Enter')] },
    { role: 'windowMenu' },
    ...(app.isPackaged ? [] : [developerMenu]),
    { role: 'help', label: '&Help', submenu: isMac ? [shortcuts] : [shortcuts, about] },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

function appMenu(
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
}

const themeLabels: Readonly<Record<Theme, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' }

function themeItems({ theme, chooseTheme }: MenuOptions): MenuItemConstructorOptions[] {
  return (Object.keys(themeLabels) as Theme[]).map((choice) => ({
    type: 'radio',
    label: themeLabels[choice],
    checked: choice === theme,
    click: () => chooseTheme(choice),
  }))
}

const developerMenu: MenuItemConstructorOptions = {
  label: '&Developer',
  submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }],
}
