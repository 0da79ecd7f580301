import type { Msg } from 'nats'
import { assertNever, TrmError } from '@trm/kernel'
import type { Disposition, MailDelivery } from '@trm/ports'
import type { Report } from './fact.ts'
import { readMail } from './mail-headers.ts'
import type { Settlement } from './settlement.ts'

export type Handle = (delivery: MailDelivery) => Promise<Disposition>

export type Delivery = { readonly message: Msg; readonly settlement: Settlement }

export type DecideOptions = {
  readonly handle: Handle
  readonly report: Report
  /** A fraction of the time after which the country node repeats what it heard nothing of. */
  readonly workingEveryMs: number
}

const FAULT_RETRY_FIRST_MS = 1_000
const FAULT_RETRY_DOUBLINGS_MAX = 8

/** Hands one delivery to the handler, and says meanwhile that it is being worked on. */
export async function decide(delivery: Delivery, options: DecideOptions): Promise<Disposition> {
  const heartbeat = setInterval(delivery.settlement.working, options.workingEveryMs)
  try {
    return await ask(delivery, options)
  } finally {
    clearInterval(heartbeat)
  }
}

async function ask(
  { message, settlement: { attempt } }: Delivery,
  { handle, report }: DecideOptions,
): Promise<Disposition> {
  // A copy: the client hands out a window on what it read from the socket.
  const body = new Uint8Array(message.data)
  const mail = readMail(message, body)
  if (mail === undefined) report({ kind: 'headers-refused', attempt })
  try {
    return await handle({ mail, body, attempt })
  } catch (error) {
    const code = error instanceof TrmError ? String(error.code) : 'UNCLASSIFIED'
    report({ kind: 'handler-failed', code, attempt })
    return { kind: 'retry', afterMs: faultRetryMs(attempt) }
  }
}

/**
 * Settles a delivery: confirmed when it is done, given back with a delay when not. A connection lost on
 * the way means one more delivery, never one less.
 */
export async function carryOut(
  disposition: Disposition,
  { settlement }: Delivery,
  report: Report,
): Promise<void> {
  switch (disposition.kind) {
    case 'done':
      if (await settlement.done()) return
      report({ kind: 'settlement-unconfirmed', attempt: settlement.attempt })
      return
    case 'retry':
      settlement.again(disposition.afterMs)
      return
    default:
      assertNever(disposition, 'settle: unknown disposition')
  }
}

/** From one second, doubling, to about four minutes. */
function faultRetryMs(attempt: number): number {
  return FAULT_RETRY_FIRST_MS * 2 ** Math.min(attempt - 1, FAULT_RETRY_DOUBLINGS_MAX)
}
