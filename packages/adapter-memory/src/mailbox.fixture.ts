import { invariant, isParticipantCode } from '@trm/kernel'
import type { Mailbox, MailboxAddress } from '@trm/ports'
import type { MailboxHarness, MailboxParty } from '@trm/ports/conformance'
import {
  comeBack,
  goAway,
  leaveForeign,
  newPostOffice,
  type PostOfficeState,
} from './mailbox-post-office.ts'

type Open = (office: PostOfficeState, own: MailboxAddress) => Mailbox

const BYTES_MAX = 64 * 1024

/** Two agents of different Participants at a post office of their own. */
export function openMemoryParties(open: Open): MailboxHarness {
  const office = newPostOffice({ bytesMax: BYTES_MAX })
  const [sender, recipient] = [openParty(office, 'at', open), openParty(office, 'rs', open)]
  return {
    sender,
    recipient,
    async close() {
      await Promise.all([sender.mailbox.close(), recipient.mailbox.close()])
    },
  }
}

function openParty(office: PostOfficeState, code: string, open: Open): MailboxParty {
  invariant(isParticipantCode(code), 'memory parties: a code')
  const address = { participant: code, mailbox: `${code}-0` }
  let mailbox = open(office, address)
  return {
    address,
    get mailbox() {
      return mailbox
    },
    async reopen() {
      await mailbox.close()
      mailbox = open(office, address)
      return mailbox
    },
    goAway() {
      goAway(office, code)
      return Promise.resolve()
    },
    comeBack() {
      comeBack(office, code)
      return Promise.resolve()
    },
    leaveForeign(body) {
      leaveForeign(office, address, body)
      return Promise.resolve()
    },
  }
}
