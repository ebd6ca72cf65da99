/** A person who can sign in at the demo provider. */
export interface DemoUser {
  /** Subject identifier: stable, and no e-mail address, as real providers do it. */
  readonly sub: string
  readonly email: string
  readonly name: string
  readonly givenName: string
  readonly familyName: string
  readonly locale: string
}

/** The one password of every demo user. It is printed on the sign-in page and protects nothing. */
export const demoPassword = 'demo'

/** The people who can sign in. */
export const demoUsers: readonly DemoUser[] = [
  {
    sub: 'shop-1815',
    email: 'ada@example.test',
    name: 'Ada Byron',
    givenName: 'Ada',
    familyName: 'Byron',
    locale: 'en-GB',
  },
  {
    sub: 'shop-1906',
    email: 'grace@example.test',
    name: 'Grace Murray',
    givenName: 'Grace',
    familyName: 'Murray',
    locale: 'en-US',
  },
]

/** The user whose subject identifier this is, or undefined. */
export function findUser(sub: string | undefined): DemoUser | undefined {
  return demoUsers.find((user) => user.sub === sub)
}

/** The user who signs in with this e-mail address and password, or undefined when either is wrong. */
export function verifyPassword(email: string, password: string): DemoUser | undefined {
  const user = demoUsers.find((candidate) => candidate.email === email.trim().toLowerCase())
  return password === demoPassword ? user : undefined
}
