import { expect, it } from 'vitest'
import { readReplySubject } from './settlement.ts'

it('reads from its reply subject how often a message was delivered, and its number', () => {
  expect(readReplySubject('$JS.ACK.MAIL_at-0.at-0.1.17.3.1795359296762829024.0')).toStrictEqual({
    attempt: 1,
    sequence: '17',
  })
  expect(
    readReplySubject('$JS.ACK.MAIL_at-0.at-0.42.18446744073709551615.3.1795359296762829024.9'),
  ).toStrictEqual({ attempt: 42, sequence: '18446744073709551615' })
})

it.each([
  '',
  '_INBOX.x',
  '$JS.ACK.MAIL_at-0.at-0',
  '$JS.ACK.MAIL_at-0.at-0.0.17.3.1795359296762829024.0',
  '$JS.ACK.MAIL_at-0.at-0.-1.17.3.1795359296762829024.0',
  '$JS.ACK.MAIL_at-0.at-0.1.17.3.1795359296762829024',
  '$JS.ACK.MAIL_at-0.at-0.1.17.3.1795359296762829024.0.more',
  ' $JS.ACK.MAIL_at-0.at-0.1.17.3.1795359296762829024.0',
])('takes %j for no delivery', (subject) => {
  expect(readReplySubject(subject)).toBeUndefined()
})
