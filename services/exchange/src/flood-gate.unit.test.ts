import { plusMilliseconds, type Instant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createFloodGate } from './flood-gate.ts'

const NOON = '2026-03-02T12:00:00.000Z' as Instant
const HOUR_MS = 60 * 60 * 1000
const after = (milliseconds: number) => plusMilliseconds(NOON, milliseconds)

describe('the gate before the quarantine', () => {
  it('lets so many through in an hour, and tells once that it lets no more through', () => {
    const gate = createFloodGate({ countMax: 2 })
    const answers = [0, 1, 2, 3, HOUR_MS - 1].map((at) => gate.admit(1, after(at)))
    expect(answers).toStrictEqual(['admitted', 'admitted', 'first-refused', 'refused', 'refused'])
  })

  it('opens again after an hour, and tells again', () => {
    const gate = createFloodGate({ countMax: 1 })
    const answers = [0, 1, HOUR_MS, HOUR_MS + 1].map((at) => gate.admit(1, after(at)))
    expect(answers).toStrictEqual(['admitted', 'first-refused', 'admitted', 'first-refused'])
  })

  it('lets so many bytes through, and what is smaller still', () => {
    const gate = createFloodGate({ bytesMax: 10 })
    const answers = [6, 5, 4, 1].map((bytes) => gate.admit(bytes, NOON))
    expect(answers).toStrictEqual(['admitted', 'first-refused', 'admitted', 'refused'])
  })

  it('does not stay shut because a clock was set back', () => {
    const gate = createFloodGate({ countMax: 1 })
    expect(gate.admit(1, NOON)).toBe('admitted')
    expect(gate.admit(1, after(-HOUR_MS))).toBe('first-refused')
    expect(gate.admit(1, after(-24 * HOUR_MS))).toBe('admitted')
  })
})
