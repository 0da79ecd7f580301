export { freePorts } from './free-ports.ts'
export { waitFor, type WaitOptions } from './wait-for.ts'
