import type { NatsFact } from '@trm/adapter-nats'
import type { SectionFact } from '@trm/case-log'
import type { CommandFact, HolderFact, RetentionFact, SilenceFact, SweepFact } from '@trm/casework'
import type { DirectoryFact } from '@trm/directory'
import type { ExchangeFact, KeyFact } from '@trm/exchange'
import { assertNever } from '@trm/kernel'
import type { Logger, Metrics } from '@trm/platform'

/** What the exchange reports, as log lines. What needs somebody's attention is a warning, by default. */
export function reportExchange(logger: Logger): (fact: ExchangeFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'relayed':
        logger.info({ count: fact.count }, 'outbox.relayed')
        break
      case 'stored':
      case 'duplicate':
      case 'held-back':
        logger.info({ count: fact.count }, `inbox.${fact.kind}`)
        break
      case 'chunk-stored':
      case 'attachment-stored':
        logger.info(`inbox.${fact.kind}`)
        break
      case 'attachments-full':
        logger.warn({ organisation: fact.organisation }, 'inbox.attachments-full')
        break
      case 'attachment-not-readable':
        logger.error('outbox.attachment-not-readable')
        break
      case 'recipient-silent':
        logger.warn({ organisation: fact.organisation, count: fact.count }, 'outbox.silence')
        break
      case 'gap-lasts':
        logger.warn({ organisation: fact.organisation }, 'inbox.gap')
        break
      case 'refused-by-recipient':
        logger.warn({ reason: fact.reason }, 'outbox.refused')
        break
      case 'quarantined':
        logger.warn({ reason: fact.reason }, 'inbox.quarantined')
        break
      case 'quarantine-full':
        logger.warn('inbox.quarantine-full')
        break
      case 'case-unreadable':
        logger.error({ code: fact.code }, 'outbox.case-unreadable')
        break
      case 'unreachable':
      case 'mailbox-full':
      case 'recipient-without-key':
        logger.warn(
          { organisation: fact.organisation, attempt: fact.attempt },
          `outbox.${fact.kind}`,
        )
        break
      default:
        assertNever(fact, 'agent: unknown exchange fact')
    }
  }
}

/** What a command came to beyond its answer. */
export function reportCommand(logger: Logger): (fact: CommandFact) => void {
  return ({ kind, organisation, type }) => {
    logger.warn({ organisation, eventType: type }, `casework.${kind}`)
  }
}

/** What ought to be there and cannot be opened: an error to look at, and a count to raise an alarm on. */
export function reportSection(logger: Logger, metrics: Metrics): (fact: SectionFact) => void {
  const count = metrics.counter(
    'section_cannot_open_total',
    'How often a section was asked for that is not erased and cannot be opened',
    ['fault'],
  )
  return ({ kind, event, fault }) => {
    count({ fault })
    logger.error({ eventId: event, reason: fault }, `vault.${kind}`)
  }
}

/** What erasing and answering came to. */
export function reportHolder(logger: Logger): (fact: HolderFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'erased':
        logger.info({ count: fact.sections }, 'vault.erased')
        break
      case 'restricted':
      case 'retained':
        logger.info({ count: fact.sections }, `casework.${fact.kind}`)
        break
      case 'answer-refused':
        logger.error({ count: fact.sections }, 'casework.answer-refused')
        break
      case 'case-unreadable':
        logger.error({ code: fact.code }, 'casework.case-unreadable')
        break
      default:
        assertNever(fact, 'agent: unknown holder fact')
    }
  }
}

/** What nobody did in time. That it could not be recorded is for somebody to look at. */
export function reportSilence(logger: Logger): (fact: SilenceFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'recorded':
        logger.info({ eventType: fact.type }, 'casework.silence')
        break
      case 'record-refused':
        logger.error({ eventType: fact.type }, 'casework.silence-refused')
        break
      case 'case-unreadable':
        logger.error({ code: fact.code }, 'casework.case-unreadable')
        break
      default:
        assertNever(fact, 'agent: unknown silence fact')
    }
  }
}

/** What the schedules of the policy came to. What is due and stays until the policy says so is no fault. */
export function reportRetention(logger: Logger): (fact: RetentionFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'erased':
      case 'due':
        logger.info({ count: fact.sections }, `casework.retention-${fact.kind}`)
        break
      case 'erase-refused':
        logger.error({ count: fact.sections }, 'casework.retention-refused')
        break
      case 'case-unreadable':
        logger.error({ code: fact.code }, 'casework.case-unreadable')
        break
      default:
        assertNever(fact, 'agent: unknown retention fact')
    }
  }
}

const keyWarnings = {
  endsSoon: 'vault.key-ends-soon',
  noneInForce: 'vault.no-key-in-force',
  notKept: 'vault.listed-key-missing',
} as const

/** What became of the own keys. What somebody has to see to is a warning, once a day for as long as it lasts. */
export function reportKey(logger: Logger): (fact: KeyFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'key-in-force':
      case 'key-destroyed':
        logger.info({ kind: 'seal' }, `vault.${fact.kind}`)
        break
      case 'key-attention':
        logger.warn({ kind: fact.attention.use }, keyWarnings[fact.attention.kind])
        break
      default:
        assertNever(fact, 'agent: unknown key fact')
    }
  }
}

/** What following the trust lists came to. One that is refused is for somebody to look at: it may be forged. */
export function reportDirectory(logger: Logger): (fact: DirectoryFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'list-taken':
        logger.info({ participant: fact.participant }, 'directory.list-taken')
        break
      case 'list-refused':
        logger.error(
          { participant: fact.participant, reason: fact.reason },
          'directory.list-refused',
        )
        break
      default:
        assertNever(fact, 'agent: unknown directory fact')
    }
  }
}

/** Files that were removed because nobody can read them, or nobody has named them. */
export function reportSweep(logger: Logger): (fact: SweepFact) => void {
  return (fact) => {
    if (fact.kind === 'swept') logger.info({ count: fact.count }, 'casework.attachments-swept')
    else logger.error({ code: fact.code }, 'casework.case-unreadable')
  }
}

/** What the connection to the country node reports. */
export function reportMailbox(logger: Logger): (fact: NatsFact) => void {
  return (fact) => {
    switch (fact.kind) {
      case 'connected':
        logger.info('inbox.connected')
        break
      case 'disconnected':
        logger.warn('inbox.disconnected')
        break
      case 'refused':
      case 'consumer-missing':
      case 'fetch-failed':
        logger.warn({ kind: fact.kind }, 'inbox.country-node')
        break
      case 'headers-refused':
      case 'settlement-unconfirmed':
        logger.warn({ kind: fact.kind, attempt: fact.attempt }, 'inbox.delivery')
        break
      case 'handler-failed':
        logger.error({ code: fact.code, attempt: fact.attempt }, 'inbox.handler-failed')
        break
      default:
        assertNever(fact, 'agent: unknown mailbox fact')
    }
  }
}
