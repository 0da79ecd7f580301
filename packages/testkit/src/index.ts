export { selfSignedCertificate, type TestCertificate } from './certificate.ts'
export { deciderSpec, type Decider } from './decider-spec.ts'
export { waitFor, type WaitOptions } from './wait-for.ts'
export { searchBytes, searchFolder, spellingsOf, type Leak, type Spelling } from './canary.ts'
