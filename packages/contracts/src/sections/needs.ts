import { serviceTypes } from '@trm/domain'
import { code, codes, date, group, languages, line, list, text } from './members.ts'
import { referralReasons, supportPlanTypes } from './htcds-picklists.ts'
import { contactPerson } from './shared-groups.ts'

const supportPlan = group({
  type: code(supportPlanTypes).describe('Type of the plan.'),
  objectives: text(10_000).describe('Objectives or purpose of the plan.'),
  actionPlan: text(10_000).describe('Actions that the plan needs.'),
  plannedEndDate: date.describe('When the plan should be over.'),
  actualEndDate: date.describe('When it was over.'),
})

const referral = group({
  organisation: line(200).describe('The other organisation.'),
  date: date.describe('When the referral was accepted (incoming) or made (outgoing).'),
  primaryCaseWorker: line(200).describe('Primary case worker of the other organisation.'),
  reason: code(referralReasons).describe('Reason for the referral.'),
  details: text(10_000).describe('Special arrangements and logistics.'),
})

/** What the person needs, and who sees to it. */
export const needs = group({
  services: codes(serviceTypes).describe('Services that are needed.'),
  languages: codes(languages).describe('Languages in which the person can be served, ISO 639.'),
  assignedWorker: contactPerson.describe('Who is there for the person in this organisation.'),
  supportPlans: list(supportPlan, 50).describe('Support plans.'),
  incomingReferral: referral.describe('The referral by which the case came to this organisation.'),
  outgoingReferral: referral.describe('The referral by which it goes on to another organisation.'),
})
