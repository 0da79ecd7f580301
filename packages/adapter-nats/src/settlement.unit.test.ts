import { expect, it } from 'vitest'
import { attemptOf } from './settlement.ts'

it('reads how often a message was delivered from its reply subject', () => {
  expect(attemptOf('$JS.ACK.MAIL.at-0.1.17.3.1795359296762829024.0')).toBe(1)
  expect(attemptOf('$JS.ACK.MAIL.at-0.42.17.3.1795359296762829024.9')).toBe(42)
})

it.each([
  '',
  '_INBOX.x',
  '$JS.ACK.MAIL.at-0',
  '$JS.ACK.MAIL.at-0.0.17.3.1795359296762829024.0',
  '$JS.ACK.MAIL.at-0.-1.17.3.1795359296762829024.0',
  '$JS.ACK.MAIL.at-0.1.17.3.1795359296762829024',
  '$JS.ACK.MAIL.at-0.1.17.3.1795359296762829024.0.more',
  ' $JS.ACK.MAIL.at-0.1.17.3.1795359296762829024.0',
])('takes %j for no delivery', (subject) => {
  expect(attemptOf(subject)).toBeUndefined()
})
