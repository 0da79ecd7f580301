export type DenialRule =
  /** A section or a purpose that no closed list has. */
  | 'unknown-code'
  /** No trust list has ever named who is to disclose it. */
  | 'discloser-unknown'
  /** No trust list has ever named who is to read it, or as a kind that this version does not know. */
  | 'recipient-unknown'
  /** Its Participant does not list it any more: nothing new is taken from it. */
  | 'discloser-left'
  /** Its Participant does not list it any more: nothing new goes to it. */
  | 'recipient-left'
  /** Organisations of its kind are given no events of this type. */
  | 'event-not-for-kind'
  /** No event brings this section to organisations of its kind. */
  | 'section-not-for-kind'
  /** Its licence was suspended or revoked, or has run out (0:L500, 3:L554). */
  | 'licence-not-in-force'
  /** The agreement under which it takes part is not in force (3:L782). */
  | 'agreement-not-in-force'
  /** It is no member of the NRM, and this is a matter between its members. */
  | 'not-nrm-member'
  /** Nobody vouches any more for who works there (0:L1053). */
  | 'not-vetted'
  /** Whoever meets her first tells who she is with her consent only. */
  | 'identity-not-unasked'
  /** Who helps her tells police on a consent of its own or on what the law says, and on no mere notice. */
  | 'police-not-unasked'
  /** An authority of another Participant, her home's maybe: nothing confidential without her consent. */
  | 'authority-abroad-not-unasked'
  /** Without consent this section does not go along. */
  | 'section-not-unasked'
  /** She does not want this recipient told, and has not taken that back: it beats any clause (3:L770, 2:L2663). */
  | 'refused-by-her'
  /** No clause names this discloser and this recipient. */
  | 'no-consent'
  /** There are clauses for them, for other purposes. */
  | 'purpose-not-covered'
  /** Immigration status goes into no matter of redress, whatever the clause says (2:L2071). */
  | 'residence-in-redress'
  /** Before the first day or after the last day of every clause for it. */
  | 'outside-window'
  /** The person took the whole consent back, or it has run out. */
  | 'consent-withdrawn'
  /** She gave it alone, and may be a child. */
  | 'consent-suspended'
  /** The person left this section out. */
  | 'section-not-covered'
  /** The person agreed once and has taken this section back. */
  | 'section-narrowed'

/** What would let it be disclosed after all, in words for a caseworker. */
export const denialRemedies: Readonly<Record<DenialRule, string>> = {
  'unknown-code': 'use a section and a purpose of this version',
  'discloser-unknown': 'have its Participant list the organisation that is to disclose it',
  'recipient-unknown': 'check the name, or have its Participant list the organisation',
  'discloser-left': 'have its Participant list it again, or ask whoever took its cases on',
  'recipient-left': 'ask the NRM office of its Participant who took its cases on',
  'event-not-for-kind':
    'choose somebody whose work it is: organisations of this kind do not get it',
  'section-not-for-kind': 'leave the section out: organisations of this kind never get it',
  'licence-not-in-force':
    'choose another organisation, or wait until its licence is in force: what it holds it still answers for',
  'agreement-not-in-force':
    'choose another organisation, or wait until its agreement is in force: what it holds it still answers for',
  'not-nrm-member': 'choose a member of the NRM, or name the purpose for which she agreed to it',
  'not-vetted': 'leave the section out until its vetting is recorded again',
  'identity-not-unasked': 'ask her whether she may be named',
  'police-not-unasked': 'ask her for a consent that names the police, or record the lawful order',
  'authority-abroad-not-unasked': 'ask her for a consent that names this authority',
  'section-not-unasked': 'leave the section out, or ask her whether it may go along',
  'refused-by-her':
    'leave it out: only if she says so of her own accord, record that she takes her refusal back',
  'no-consent': 'ask her for a consent between the two, or leave it',
  'purpose-not-covered': 'name the purpose she agreed to, or ask her for this one',
  'residence-in-redress': 'nothing: her right to stay is no matter of redress',
  'outside-window': 'ask her anew: her consent for it has not begun or is over',
  'consent-withdrawn': 'nothing, unless she consents anew of her own accord',
  'consent-suspended': 'ask whoever may consent for her, or establish her age',
  'section-not-covered': 'leave the section out, or ask her whether it may go along',
  'section-narrowed': 'leave the section out: she took it back',
}
