/** Texts of the accounts screen. */
export const texts = {
  title: 'Accounts',
  connect: 'Connect an account',
  demo: 'Try it with the demo account',
  emptyTitle: 'Connect your first account',
  emptyText:
    'An account is what you have at a provider. You sign in there in your own browser; Keyfold keeps the tokens encrypted with your system’s keyring and lets you browse the data that they protect.',
  emptyDemo: 'The demo provider runs on this computer, only while you use it.',
  loading: 'Loading your accounts',
  browse: 'Browse data',
  signInAgain: 'Sign in again',
  refresh: 'Refresh now',
  disconnect: 'Disconnect',
  more: 'More actions',
  accessToken: 'Access token',
  noEnd: 'the provider did not say when it ends',
  refreshed: 'refreshed',
  connected: 'Connected',
  scopes: 'Scopes',
  showAllScopes: (count: number) => `Show all ${count}`,
  noScopes: 'none named',
  notGranted: 'asked for, not granted',
  keptInMemory: 'Kept in memory only: gone when Keyfold quits',
  cannotRefresh: 'No refresh token: sign in again when the access token ends',
  disconnectTitle: (name: string) => `Disconnect ${name}?`,
  disconnectText: (label: string) =>
    `Keyfold asks the provider to revoke what it granted for ${label}, then deletes the tokens here. To use the account again you sign in again.`,
} as const
