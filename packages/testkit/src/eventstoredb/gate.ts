import type { Metadata, sendUnaryData } from '@grpc/grpc-js'
import type { Fault, FaultPlace, Faults } from './faults.ts'
import { accessDenied, notLeader, notReady, unauthenticated, type Refusal } from './status.ts'

export type UserCredentials = { readonly username: string; readonly password: string }

/** Where a call is going. */
export type CallPlace = Required<FaultPlace>

/** What stands before every call: who is calling, and what is about to go wrong. */
export type Gate = {
  /** Does the work of a call with one answer, unless the caller or a fault prevents it. */
  pass<Answer extends object>(
    headers: Metadata,
    place: CallPlace,
    callback: sendUnaryData<Answer>,
    work: () => Answer | Refusal,
  ): void
  /**
   * The same for a call with many answers, where breaking a connection is left to the caller's `when`.
   *
   * @returns the refusal to answer with, `silence`, or undefined when the call may begin.
   */
  check(headers: Metadata, place: CallPlace): Refusal | 'silence' | undefined
}

export type GateOptions = {
  readonly faults: Faults
  /** Everybody may do everything without. */
  readonly users: UserCredentials | undefined
  readonly breakConnections: () => void
}

export function createGate({ faults, users, breakConnections }: GateOptions): Gate {
  /** A node that does not lead serves who does not insist on the leader. */
  const take = (headers: Metadata, place: CallPlace): Fault | undefined => {
    const fault = faults.take(place)
    const isServed = fault?.kind === 'not-leader' && headers.get('requires-leader')[0] !== 'true'
    return isServed ? undefined : fault
  }
  const refusalOf = (fault: Fault): Refusal | undefined => {
    switch (fault.kind) {
      case 'unavailable':
        return notReady()
      case 'access-denied':
        return accessDenied()
      case 'not-leader':
        return notLeader(fault.host, fault.port)
      case 'silence':
      case 'broken-connection':
        return undefined
    }
  }

  return {
    pass(headers, place, callback, work) {
      const denied = denial(headers, users)
      if (denied !== undefined) {
        callback(denied)
        return
      }
      const fault = take(headers, place)
      const refused = fault === undefined ? undefined : refusalOf(fault)
      if (refused !== undefined) {
        callback(refused)
      } else if (fault?.kind === 'broken-connection') {
        if (fault.when === 'after') work()
        breakConnections()
      } else if (fault?.kind !== 'silence') {
        const answer = work()
        if (isRefusal(answer)) callback(answer)
        else callback(null, answer)
      }
    },
    check(headers, place) {
      const denied = denial(headers, users)
      if (denied !== undefined) return denied
      const fault = take(headers, place)
      if (fault?.kind === 'broken-connection') breakConnections()
      return fault === undefined ? undefined : (refusalOf(fault) ?? 'silence')
    },
  }
}

function isRefusal(answer: object): answer is Refusal {
  return 'code' in answer && 'details' in answer
}

function denial(headers: Metadata, users: UserCredentials | undefined): Refusal | undefined {
  if (users === undefined) return undefined
  const [authorization] = headers.get('authorization')
  if (authorization === undefined) return accessDenied()
  const expected = Buffer.from(`${users.username}:${users.password}`).toString('base64')
  return authorization === `Basic ${expected}` ? undefined : unauthenticated()
}
