/** Texts of the screen that starts a sign-in. */
export const texts = {
  title: 'Connect an account',
  lead: 'Choose where to sign in. Your browser opens at that provider; Keyfold never sees your password.',
  setups: 'Your provider setups',
  others: 'Something else',
  ways: 'Ways to connect',
  demo: 'Demo account',
  demoText: 'A small provider with a shop’s data that runs on this computer while you use it',
  preset: 'New setup from a preset',
  presetText: 'Google, Microsoft, GitHub and many more: Keyfold knows their endpoints and scopes',
  newSetup: 'New provider setup',
  newSetupText: 'Any OAuth 2.0 or OpenID Connect provider, from its issuer URL or its endpoints',
} as const
