/** Something to send to one recipient. */
export type Planned = {
  readonly key: string
  /** Within one case everything is sent in the order of the log. */
  readonly case: string
  /** Where it stands in the log. */
  readonly position: bigint
  /**
   * Consent that is taken back and the like: with what waits of its case, ahead of every other case, and never
   * waiting for room.
   */
  readonly isUrgent: boolean
}

/**
 * What is sent to one recipient next, and when again. Its country node keeps mail in order, so an answer to
 * later mail says that earlier mail got lost, and silence says nothing but that nobody fetches it: after a
 * silence one thing is sent again to ask, and everything only when somebody answers. A recipient that is away
 * for weeks therefore finds in its mailbox what fits, and not the same over and over.
 *
 * Times are milliseconds of a clock that nobody sets.
 */
export type SendingPlan = {
  /** Plans what was never sent, after what was planned before. */
  add(item: Planned): void
  /** Knows of something that this agent had left in the mailbox before it started. */
  resume(item: Planned, now: number): void
  /** What is to be sent now, in this order, `most` at most. */
  next(now: number, most: number): readonly string[]
  /** These are on their way to the mailbox. */
  taken(keys: readonly string[], now: number): void
  /** These are in the mailbox, in one message. */
  sent(keys: readonly string[], now: number): void
  /** The mailbox did not take these: they are next, in the order of the log. */
  returned(keys: readonly string[]): void
  /** The recipient has answered for this: it is never sent again. */
  answered(key: string, now: number): void
  /** The recipient has answered, and did not keep this: it is sent again after a while, as if it had got lost. */
  heldBack(key: string, now: number): void
  /** There is a sign of life of the recipient, or of the way to it: if it is silent, it is soon asked anew. */
  heard(now: number): void
  /** Has something sent again at once, whatever has become of it. */
  again(item: Planned): void
  /** When `next` gives something, unless it does now; undefined where nothing waits for time. */
  nextAt(now: number): number | undefined
  /** How long nobody has answered for what is in the mailbox; undefined where nothing is. */
  silentFor(now: number): number | undefined
}

/** How much is in a mailbox at most before its owner has answered for any of it. */
export const UNDER_WAY_MAX = 256
/** How long a silence lasts before it is broken, in milliseconds; each time twice as long, up to a day. */
export const SILENCE_MIN_MS = 5_000
export const WAIT_MAX_MS = 24 * 60 * 60 * 1_000
/** How long after an answer to later mail the earlier is taken for lost; each time twice as long. */
export const LOST_MIN_MS = 2_000

type UnderWay = {
  readonly item: Planned
  /** The number of the message that it was last sent in. */
  readonly message: number
  /** Since when later mail is answered. */
  lostAt?: number
}

export function createSendingPlan(): SendingPlan {
  const urgent = new Map<string, Planned>()
  const ordinary = new Map<string, Planned>()
  /** On its way to the mailbox. */
  const handedOver = new Map<string, Planned>()
  /** How often each was left there. */
  const times = new Map<string, number>()
  /** In the mailbox, in the order of sending. */
  const underWay = new Map<string, UnderWay>()
  let messages = 0
  let lost = 0
  let silence = { since: 0, asked: 0 }
  let heardAt = 0

  /** What goes ahead of an urgent one, since it stands before it in its case. */
  const promoted = new Set<string>()

  const waitingAs = ({ key, isUrgent }: Planned) =>
    isUrgent || promoted.has(key) ? urgent : ordinary
  const room = () => UNDER_WAY_MAX - underWay.size - handedOver.size
  const silentUntil = () => silence.since + growing(SILENCE_MIN_MS, silence.asked)
  const sentAgainAt = ({ lostAt = Infinity, item }: UnderWay) =>
    lostAt + growing(LOST_MIN_MS, (times.get(item.key) ?? 1) - 1)

  function putUnderWay(item: Planned, message: number, now: number): void {
    const before = times.get(item.key) ?? 0
    if (underWay.size === 0 && before === 0) {
      silence = { since: now, asked: 0 }
      heardAt = now
    }
    times.set(item.key, before + 1)
    underWay.set(item.key, { item, message })
  }

  function promoteCase(urgentOne: Planned): void {
    for (const [key, item] of ordinary) {
      if (item.case !== urgentOne.case || item.position > urgentOne.position) continue
      ordinary.delete(key)
      promoted.add(key)
      urgent.set(key, item)
    }
  }

  /** What was sent before that message and is not answered got lost. */
  function loseBefore(message: number, now: number): void {
    for (const entry of underWay.values()) {
      if (entry.message >= message) break
      lose(entry, now)
    }
  }

  function lose(entry: UnderWay, now: number): void {
    if (entry.lostAt !== undefined) return
    entry.lostAt = now
    lost++
  }

  function leave(key: string): UnderWay | undefined {
    const entry = underWay.get(key)
    if (entry?.lostAt !== undefined) lost--
    underWay.delete(key)
    return entry
  }

  /** What is in the mailbox and is to be sent again now. */
  function sentAgain(now: number): readonly Planned[] {
    if (lost > 0) {
      const due = [...underWay.values()].filter((entry) => sentAgainAt(entry) <= now)
      if (due.length > 0) return due.map(({ item }) => item)
    }
    const [oldest] = underWay.values()
    return oldest !== undefined && silentUntil() <= now ? [oldest.item] : []
  }

  return {
    add(item) {
      if (item.isUrgent) promoteCase(item)
      waitingAs(item).set(item.key, item)
    },
    resume(item, now) {
      waitingAs(item).delete(item.key)
      putUnderWay(item, 0, now)
    },
    next(now, most) {
      const again = sentAgain(now)
      const urgentCases = new Set(again.flatMap((item) => (item.isUrgent ? [item.case] : [])))
      const isAhead = (item: Planned) => urgentCases.has(item.case)
      const first = [...again.filter(isAhead), ...urgent.values()]
      const then = again.filter((item) => !isAhead(item))
      const fresh = firstOf(ordinary.values(), Math.min(room(), most))
      return [...first, ...then, ...fresh].slice(0, most).map(({ key }) => key)
    },
    taken(keys, now) {
      for (const key of keys) {
        const before = leave(key)
        const item = before?.item ?? urgent.get(key) ?? ordinary.get(key)
        if (item === undefined) continue
        // Nobody answered: it is sent to ask.
        if (before !== undefined && before.lostAt === undefined)
          silence = { since: now, asked: silence.asked + 1 }
        waitingAs(item).delete(key)
        handedOver.set(key, item)
      }
    },
    sent(keys, now) {
      messages++
      for (const key of keys) {
        const item = handedOver.get(key)
        if (item === undefined) continue
        handedOver.delete(key)
        putUnderWay(item, messages, now)
      }
    },
    returned(keys) {
      const back = keys.flatMap((key) => handedOver.get(key) ?? [])
      for (const { key } of back) handedOver.delete(key)
      for (const queue of [urgent, ordinary]) {
        const all = [...queue.values(), ...back.filter((item) => waitingAs(item) === queue)]
        if (all.length === queue.size) continue
        queue.clear()
        for (const item of all.toSorted(byPosition)) queue.set(item.key, item)
      }
    },
    answered(key, now) {
      urgent.delete(key)
      ordinary.delete(key)
      handedOver.delete(key)
      times.delete(key)
      promoted.delete(key)
      const answeredFor = leave(key)
      silence = { since: now, asked: 0 }
      heardAt = now
      if (answeredFor !== undefined) loseBefore(answeredFor.message, now)
    },
    heldBack(key, now) {
      silence = { since: now, asked: 0 }
      heardAt = now
      const entry = underWay.get(key)
      if (entry === undefined) return
      loseBefore(entry.message, now)
      lose(entry, now)
    },
    heard(now) {
      if (silence.asked > 0) silence = { since: now, asked: 0 }
    },
    again(item) {
      const { key } = item
      const entry = underWay.get(key)
      if (entry === undefined) {
        if (!handedOver.has(key)) waitingAs(item).set(key, item)
        return
      }
      lose(entry, -Infinity)
      entry.lostAt = -Infinity
    },
    nextAt(now) {
      if (urgent.size > 0 || (ordinary.size > 0 && room() > 0)) return now
      if (underWay.size === 0) return undefined
      const times = lost === 0 ? [] : [...underWay.values()].map(sentAgainAt)
      return Math.min(silentUntil(), ...times)
    },
    silentFor: (now) => (underWay.size === 0 ? undefined : now - heardAt),
  }
}

function byPosition(left: Planned, right: Planned): number {
  return left.position < right.position ? -1 : 1
}

/** The wait after the `count`-th time: twice as long each time, a day at most. */
function growing(firstMs: number, count: number): number {
  return Math.min(firstMs * 2 ** count, WAIT_MAX_MS)
}

function firstOf<Item>(items: Iterable<Item>, most: number): readonly Item[] {
  const first: Item[] = []
  for (const item of items) {
    if (first.length >= most) break
    first.push(item)
  }
  return first
}
