import { expect, it } from 'vitest'
import { readLinkArguments } from './link-arguments.ts'

it('reads a Participant, its folder, its hosts and its peers', () => {
  const options = {
    host: ['nats.at.example', '192.0.2.1'],
    peer: ['rs=/tmp/rs.pem', 'mk=/tmp/a b.pem=nats.mk.example,192.0.2.7'],
  }
  expect(readLinkArguments(['at', '/srv/link'], options)).toStrictEqual({
    participant: 'at',
    folder: '/srv/link',
    hosts: ['nats.at.example', '192.0.2.1'],
    peers: [
      { participant: 'rs', file: '/tmp/rs.pem', hosts: [] },
      { participant: 'mk', file: '/tmp/a b.pem', hosts: ['nats.mk.example', '192.0.2.7'] },
    ],
  })
  expect(readLinkArguments(['rs', 'link'], {})).toMatchObject({ hosts: [], peers: [] })
})

it.each([
  [[], {}],
  [['at'], {}],
  [['Austria', 'link'], {}],
  [['at', ''], {}],
  [['at', 'link', 'more'], {}],
  [['at', 'link'], { host: [''] }],
  [['at', 'link'], { host: ['*.example'] }],
  [['at', 'link'], { host: ['rs.trm.invalid'] }],
  [['at', 'link'], { peer: ['rs'] }],
  [['at', 'link'], { peer: ['rs='] }],
  [['at', 'link'], { peer: ['=file'] }],
  [['at', 'link'], { peer: ['serbia=file'] }],
  [['at', 'link'], { peer: ['rs=file='] }],
  [['at', 'link'], { peer: ['rs=file=a,,b'] }],
  [['at', 'link'], { peer: ['rs=file=a=b'] }],
  [['at', 'link'], { peer: ['at=file'] }],
  [['at', 'link'], { peer: ['rs=one', 'rs=other'] }],
])('reads nothing from %j with %j', (words, options) => {
  expect(readLinkArguments(words, options)).toBeUndefined()
})
