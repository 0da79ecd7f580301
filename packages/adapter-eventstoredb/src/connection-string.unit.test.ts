import { describe, expect, it } from 'vitest'
import { isConnectionString, parseConnectionString } from './connection-string.ts'

describe('a connection string', () => {
  it('names a server, a user and an authority', () => {
    expect(
      parseConnectionString(
        'esdb://agent:p%40ss%3Aword@store.example:2114?tls=true&tlsCaFile=/run/ca.pem&defaultDeadline=5000',
      ),
    ).toStrictEqual({
      hosts: [{ address: 'store.example', port: 2114 }],
      isDiscovered: false,
      isSecure: true,
      caFile: '/run/ca.pem',
      user: { username: 'agent', password: 'p@ss:word' },
      deadlineMs: 5_000,
    })
  })

  it('is secure, and has ten seconds, unless it says otherwise', () => {
    expect(parseConnectionString('kurrentdb://agent:secret@store.example')).toStrictEqual({
      hosts: [{ address: 'store.example', port: 2113 }],
      isDiscovered: false,
      isSecure: true,
      caFile: undefined,
      user: { username: 'agent', password: 'secret' },
      deadlineMs: 10_000,
    })
  })

  it('names the nodes of a cluster, or the name that stands for them', () => {
    const listed = parseConnectionString('esdb://one:2111,two:2112,[::1]:2113?tls=false')
    expect(listed?.hosts.map(({ address, port }) => `${address} ${port}`)).toStrictEqual([
      'one 2111',
      'two 2112',
      '[::1] 2113',
    ])
    expect(parseConnectionString('esdb+discover://a:b@cluster.example')).toMatchObject({
      isDiscovered: true,
      hosts: [{ address: 'cluster.example', port: 2113 }],
    })
  })

  it.each([
    ['', 'nothing'],
    ['store.example:2113', 'no scheme'],
    ['https://agent:secret@store.example', 'another scheme'],
    ['esdb://agent:secret@', 'no host'],
    ['esdb://agent:secret@store.example:0', 'port 0'],
    ['esdb://agent:secret@store.example:65536', 'a port that there is not'],
    ['esdb://agent:secret@store.example:port', 'a port that is no number'],
    ['esdb://agent:secret@one,,two', 'an empty host'],
    ['esdb://agent:secret@one two', 'a host with a space'],
    ['esdb+discover://agent:secret@one,two', 'two names that stand for a cluster'],
    ['esdb://store.example', 'a secure connection without a user'],
    ['esdb://agent@store.example', 'a user without a password'],
    ['esdb://agent:%zz@store.example', 'a percent sign that encodes nothing'],
    ['esdb://agent:secret@store.example?tls=false', 'a password that would travel in clear'],
    ['esdb://agent:secret@store.example?tlsVerifyCert=false', 'a check switched off'],
    ['esdb://agent:secret@store.example?nodePreference=random', 'reads from any node'],
    ['esdb://agent:secret@store.example?throwOnAppendFailure=false', 'conflicts as successes'],
    ['esdb://agent:secret@store.example?tls', 'an option without a value'],
    ['esdb://agent:secret@store.example?tls=yes', 'a value that is none'],
    ['esdb://agent:secret@store.example?defaultDeadline=0', 'no time at all'],
    ['esdb://agent:secret@store.example?defaultDeadline=10s', 'a time with a unit'],
    ['esdb://agent:secret@store.example?tls=true;tlsCaFile=x', 'options that are run together'],
  ])('%s is refused: %s', (text) => {
    expect(isConnectionString(text)).toBe(false)
  })
})
