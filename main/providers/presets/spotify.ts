import type { Preset } from '../preset.ts'

export const spotify: Preset = {
  id: 'spotify',
  name: 'Spotify',
  blanks: [],
  client: { idLabel: 'Client ID', idExample: '5fe01282e44241328a84e7c5cc169165' },
  clientAuthentication: 'none',
  endpoints: {
    authorization: 'https://accounts.spotify.com/authorize',
    token: 'https://accounts.spotify.com/api/token',
  },
  redirect: {
    host: '127.0.0.1',
    port: 0,
    path: '/callback',
    takesLoopbackAddress: 'yes',
    field: 'Redirect URIs',
    notes: [
      'Registered without a port, a loopback address may have any port.',
      'localhost is refused: 127.0.0.1 or [::1] it has to be.',
    ],
  },
  scopes: [
    { name: 'user-read-private', meaning: 'See your name, country and subscription' },
    { name: 'user-read-email', meaning: 'See your email address' },
    { name: 'playlist-read-private', meaning: 'See your private playlists' },
    { name: 'user-library-read', meaning: 'See what you saved' },
    { name: 'user-top-read', meaning: 'See what you hear most' },
    { name: 'user-read-recently-played', meaning: 'See what you heard lately' },
  ],
  defaultScopes: ['user-read-private', 'user-read-email', 'playlist-read-private'],
  quirks: {
    profile: { url: 'https://api.spotify.com/v1/me', sub: ['id'], label: ['email'] },
  },
  apis: [
    {
      name: 'Spotify',
      baseUrl: 'https://api.spotify.com/v1',
      requests: [
        { name: 'My profile', method: 'GET', path: '/me' },
        { name: 'My playlists', method: 'GET', path: '/me/playlists?limit=50' },
        {
          name: 'My top artists',
          method: 'GET',
          path: '/me/top/artists',
          description: 'Needs user-top-read',
        },
      ],
    },
  ],
  console: {
    url: 'https://developer.spotify.com/dashboard',
    steps: [
      'Choose “Create app”.',
      'Enter the redirect URI of Keyfold, without a port, under “Redirect URIs”.',
      'Tick “Web API” and save. Copy the client ID.',
      'While the app is in development mode, add each person under “User Management”.',
    ],
  },
  troubles: [
    { symptom: 'INVALID_CLIENT: Insecure redirect URI', change: 'Register 127.0.0.1 in place of localhost.' },
    {
      symptom: 'INVALID_CLIENT: Invalid redirect URI',
      change: 'Enter the redirect URI without a port, its path included.',
    },
    {
      symptom: 'Calls answer 403 for another person',
      change: 'Add the person under “User Management” of the app.',
    },
  ],
  evidence: [
    {
      about: 'redirect',
      claim: 'localhost is refused; a loopback address without a port takes any port.',
      source: 'https://developer.spotify.com/documentation/web-api/concepts/redirect_uri',
    },
    {
      about: 'clientAuthentication',
      claim: 'PKCE works without a secret; each refresh may give a new refresh token.',
      remembered: true,
    },
    {
      about: 'endpoints',
      claim: 'Addresses of the endpoints.',
      source: 'https://github.com/simov/grant/blob/master/config/oauth.json',
    },
    { about: 'quirks.profile', claim: '/v1/me names the person.', remembered: true },
  ],
}
