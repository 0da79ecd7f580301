import type { RetentionReport } from '@trm/contracts'
import { layOut } from './lay-out.ts'

type Case = RetentionReport['cases'][number]
type Rule = Case['due'][number]['rule']

const origins = { own: 'written here', received: 'received' } as const

const anchors = {
  caseClosed: 'the case was closed',
  lastEvent: 'the last event',
  grantEnd: 'the grant ended',
} as const

/**
 * What the schedules end as a table for a terminal: per case the sections, since when, by which rule, and what
 * becomes of them. Never a personal value.
 */
export function retentionTable(report: RetentionReport): string {
  const rows = report.cases.flatMap((each) => rowsOf(each, report.execute))
  const header = ['case', 'section', 'due since', 'rule', 'what becomes of it']
  const lines = [
    `Retention at ${report.organisation} on ${dayOf(report.at)}, by the policy ${report.policy}`,
    '',
    ...(rows.length === 0 ? ['nothing is due'] : layOut([header, ...rows])),
    '',
    ...summaryOf(report),
  ]
  return `${lines.join('\n')}\n`
}

function rowsOf({ case: reference, due, kept }: Case, execute: boolean): string[][] {
  const fate = execute ? 'is erased' : 'stays: the policy erases nothing by itself'
  const sections = [
    ...due.map((each) => ({ ...each, fate })),
    ...kept.map((each) => ({
      ...each,
      fate: `stays until ${dayOf(each.until)}: legal hold ${each.citation}`,
    })),
  ]
  return sections.map(({ section, since, rule, fate: what }, index) => [
    index === 0 ? reference : '',
    section,
    dayOf(since),
    ruleOf(rule),
    what,
  ])
}

function ruleOf({ of, months, after }: Rule): string {
  const count = months === 1 ? '1 month' : `${String(months)} months`
  return `${origins[of]}: ${count} after ${anchors[after]}`
}

function summaryOf({ cases, unreadable, next }: RetentionReport): readonly string[] {
  const due = cases.reduce((sum, each) => sum + each.due.length, 0)
  const kept = cases.reduce((sum, each) => sum + each.kept.length, 0)
  return [
    `sections to be erased: ${String(due)}; kept by a legal hold: ${String(kept)}; ` +
      `cases: ${String(cases.length)}`,
    ...(unreadable === 0
      ? []
      : [`cases that cannot be read, and are not in it: ${String(unreadable)}`]),
    next === undefined ? 'nothing more is in sight' : `the next change is on ${dayOf(next)}`,
  ]
}

function dayOf(instant: string): string {
  return instant.slice(0, 10)
}
