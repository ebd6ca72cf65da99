import type { Preset } from '../preset.ts'
import { adFs } from './ad-fs.ts'
import { amazonCognito } from './amazon-cognito.ts'
import { atlassian } from './atlassian.ts'
import { auth0 } from './auth0.ts'
import { bitbucket } from './bitbucket.ts'
import { discord } from './discord.ts'
import { dropbox } from './dropbox.ts'
import { facebook } from './facebook.ts'
import { figma } from './figma.ts'
import { github } from './github.ts'
import { githubEnterprise } from './github-enterprise.ts'
import { gitlab } from './gitlab.ts'
import { google } from './google.ts'
import { hubspot } from './hubspot.ts'
import { keycloak } from './keycloak.ts'
import { linear } from './linear.ts'
import { linkedin } from './linkedin.ts'
import { microsoftEntra } from './microsoft-entra.ts'
import { notion } from './notion.ts'
import { okta } from './okta.ts'
import { reddit } from './reddit.ts'
import { salesforce } from './salesforce.ts'
import { shopify } from './shopify.ts'
import { slack } from './slack.ts'
import { spotify } from './spotify.ts'
import { strava } from './strava.ts'
import { twitch } from './twitch.ts'
import { x } from './x.ts'
import { zoom } from './zoom.ts'

/** The presets that come with Keyfold. */
export const presets: readonly Preset[] = [
  adFs,
  amazonCognito,
  atlassian,
  auth0,
  bitbucket,
  discord,
  dropbox,
  facebook,
  figma,
  githubEnterprise,
  github,
  gitlab,
  google,
  hubspot,
  keycloak,
  linear,
  linkedin,
  microsoftEntra,
  notion,
  okta,
  reddit,
  salesforce,
  shopify,
  slack,
  spotify,
  strava,
  twitch,
  x,
  zoom,
]
