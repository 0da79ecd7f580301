export { networkFile, type NetworkFile } from './network-file.ts'
export { replayTable } from './replay-table.ts'
