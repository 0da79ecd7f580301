export { attachmentRoutes, type AttachmentOptions } from './attachment-routes.ts'
export { answerNarrowings, type HolderEnvironment, type HolderFact } from './answer-as-holder.ts'
export { createCaseIndex, type CaseIndex, type CaseSummary } from './case-index.ts'
export { viewSections, type SectionView } from './case-view.ts'
export {
  handleCommand,
  previewCommand,
  type CommandEnvironment,
  type CommandFact,
  type CommandFailure,
  type CommandOutcome,
  type CommandRequest,
  type IncomingCommand,
  type Reach,
} from './handle-command.ts'
export { reapplyErasures } from './reapply-erasures.ts'
export { recordSilence, type SilenceEnvironment, type SilenceFact } from './record-silence.ts'
export {
  keepSchedules,
  reportRetention,
  type RetentionEnvironment,
  type RetentionFact,
} from './retention.ts'
export { caseworkRoutes, type CaseworkOptions } from './routes.ts'
export { sweepAttachments, type SweepEnvironment, type SweepFact } from './sweep-attachments.ts'
