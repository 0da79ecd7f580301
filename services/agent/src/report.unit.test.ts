import type { EventId } from '@trm/kernel'
import { createLogger, createMetrics } from '@trm/platform'
import { describe, expect, it } from 'vitest'
import { reportSection } from './report.ts'

const event = 'A'.repeat(43) as EventId

describe('a section that cannot be opened', () => {
  it('is an error with the event and a reason, and a count by the kind of fault', async () => {
    const lines: string[] = []
    const metrics = createMetrics()
    const destination = { write: (line: string) => void lines.push(line) }
    const logger = createLogger({ level: 'trace', service: 'agent', destination })
    const report = reportSection(logger, metrics)
    report({ kind: 'section-cannot-open', event, fault: 'key-missing' })
    report({ kind: 'section-cannot-open', event, fault: 'key-missing' })
    report({ kind: 'section-cannot-open', event, fault: 'value-damaged' })
    expect(lines).toHaveLength(3)
    expect(JSON.parse(lines[0] ?? '')).toStrictEqual({
      level: 'error',
      time: expect.any(String) as string,
      service: 'agent',
      eventId: event,
      reason: 'key-missing',
      msg: 'vault.section-cannot-open',
    })
    const { text } = await metrics.expose()
    expect(text.split('\n').filter((line) => line.startsWith('section_cannot_open'))).toStrictEqual(
      [
        'section_cannot_open_total{fault="key-missing"} 2',
        'section_cannot_open_total{fault="value-damaged"} 1',
      ],
    )
  })
})
