import { mailboxConformance } from '@trm/ports/conformance'
import { memoryMailbox } from './mailbox.ts'
import { openMemoryParties } from './mailbox.fixture.ts'

mailboxConformance('memory', () => Promise.resolve(openMemoryParties(memoryMailbox)))
