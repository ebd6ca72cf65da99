/** Texts of the presets. */
export const texts = {
  title: 'New setup from a preset',
  lead: 'A preset fills in what Keyfold knows of a provider. You add what is yours, such as the client ID.',
  search: 'Find a provider',
  found: (count: number) => (count === 1 ? '1 preset' : `${count} presets`),
  list: 'Presets',
  needs: (blanks: string) => `You need: ${blanks}`,
  none: 'No preset fits',
  noneText: (text: string) =>
    `Keyfold has no preset for “${text}”. Any provider works from its issuer URL or its endpoints.`,
  custom: 'New setup without a preset',
  loading: 'Loading the presets',
  tryAgain: 'Try again',
  gone: 'There is no such preset',
  all: 'All presets',

  register: (provider: string) => `Register Keyfold at ${provider}`,
  openConsole: 'Open the console',
  redirect: 'Redirect to register',
  redirectField: (field: string) => `In the field “${field}”`,
  noRedirect: 'Nothing is registered as redirect.',
  pastedRedirect: (field: string) => `In the field “${field}”: the redirect address that you fill in below.`,
  anyPort: 'Without a port: Keyfold takes any free port at each sign-in.',
  fixedPort: 'Exactly so. The port has to be free on this computer when you sign in.',
  copy: 'Copy',
  fill: 'Fill in what is yours',
  secretLater: (label: string) =>
    `You enter the ${label.toLowerCase()} in the setup itself, on the next page.`,
  continue: 'Continue',
} as const
