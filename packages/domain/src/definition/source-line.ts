/**
 * Where a guide says so: the guide and the line of its text, or `inferred` where the guides leave a gap
 * that the process cannot do without.
 *
 * 0: ICMPD (2022) on cooperation of state and civil society in the Western Balkans. 2: ICMPD (2021),
 * Developing and Monitoring National Anti-Trafficking Response. 3: ICMPD (2022), Good practices from the
 * Western Balkans and Austria. 4: Balkans ACT Now! (2013). The titles stand as published.
 */
export type SourceLine = `${0 | 2 | 3 | 4}:L${number}` | 'inferred'
