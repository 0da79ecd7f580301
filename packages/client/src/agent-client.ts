import {
  attachmentReference,
  attachmentTransferList,
  attentionList,
  caseList,
  caseView,
  commandResponse,
  deliveryList,
  exchangeAttention,
  keyReport,
  ledgerResponse,
  openCaseResponse,
  organisationList,
  previewResponse,
  quarantineList,
  quarantineReview,
  replayResponse,
  retentionReport,
  sharedStateResponse,
  type AttachmentMediaType,
  type AttachmentReference,
  type AttachmentTransferList,
  type AttentionList,
  type CaseCommandBody,
  type CaseList,
  type CaseView,
  type CommandRequest,
  type CommandResponse,
  type DeliveryList,
  type ExchangeAttention,
  type KeyReport,
  type LedgerResponse,
  type OpenCaseRequest,
  type OpenCaseResponse,
  type OrganisationList,
  type PreviewResponse,
  type QuarantineList,
  type QuarantineReview,
  type ReplayResponse,
  type RetentionReport,
  type SharedStateResponse,
} from '@trm/contracts'
import {
  fail,
  ok,
  TrmError,
  type CaseReference,
  type EventId,
  type OrganisationId,
  type Result,
  type SafeDetails,
  type TokenId,
} from '@trm/kernel'

/** What an agent answered instead: RFC 9457, its `type` without the common prefix. */
export type ApiProblem = {
  readonly kind: string
  readonly status: number
  /** Further members that belong to the kind, such as the rule that stands against a command. */
  readonly details: Readonly<Record<string, unknown>>
}

export type Answer<Value> = Promise<Result<Value, ApiProblem>>

/** An organisation's agent, as a person signed in there reaches it. */
export type AgentClient = {
  openCase(request: OpenCaseRequest): Answer<OpenCaseResponse>
  command(reference: CaseReference, request: CommandRequest): Answer<CommandResponse>
  preview(reference: CaseReference, command: CaseCommandBody): Answer<PreviewResponse>
  cases(): Answer<CaseList>
  viewCase(reference: CaseReference): Answer<CaseView>
  retention(): Answer<RetentionReport>
  attention(): Answer<AttentionList>
  /** Sends a file to a case; a document then names it as the answer says. */
  sendFile(reference: CaseReference, file: SentFile): Answer<AttachmentReference>
  /** A file that a document of an event names. */
  fetchFile(
    reference: CaseReference,
    event: EventId,
    attachment: TokenId,
  ): Answer<Uint8Array<ArrayBuffer>>
  deliveries(reference: CaseReference): Answer<DeliveryList>
  /** How much each recipient has of what own events name. */
  attachments(reference: CaseReference): Answer<AttachmentTransferList>
  quarantine(): Answer<QuarantineList>
  /** Lets a refusal stand, or has the sender send anew what was refused. @param digest what the quarantine says. */
  review(digest: string, decision: QuarantineReview['decision']): Answer<QuarantineReview>
  /** What does not go on by itself between organisations, or has not for long. */
  exchangeAttention(): Answer<ExchangeAttention>
  keys(): Answer<KeyReport>
  replay(reference: CaseReference): Answer<ReplayResponse>
  ledger(reference: CaseReference): Answer<LedgerResponse>
  sharedState(reference: CaseReference, other: OrganisationId): Answer<SharedStateResponse>
  organisations(): Answer<OrganisationList>
}

/** A file as it is sent to an agent, whole. */
export type SentFile = {
  readonly mediaType: AttachmentMediaType
  readonly bytes: Uint8Array<ArrayBuffer>
}

const messages = {
  API_UNREACHABLE: 'the agent does not answer',
  API_UNREADABLE: 'the agent answered something that is not its API',
} as const

/** The agent is away, or something else listens there. Whether a command took effect is not known. */
export class ApiError extends TrmError<keyof typeof messages> {
  override readonly name = 'ApiError'
  constructor(code: keyof typeof messages, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}

const TIMEOUT_MS = 30_000
/** For a file on a slow line. */
const FILE_TIMEOUT_MS = 10 * 60_000
const PROBLEM_PREFIX = 'urn:trm:problem:'

/** What the client needs of a schema: whether an answer is one. */
type Schema<Value> = { safeParse(value: unknown): { success: boolean; data?: Value } }

/**
 * A typed client. Every answer is checked against the contract; what the agent rejects is a value.
 *
 * @param options.token asked before every request, so that it may be renewed.
 * @throws {ApiError} from every method when there is no answer, or none of the contract.
 */
export function createAgentClient(options: {
  readonly url: string
  token(): Promise<string>
}): AgentClient {
  async function call<Value>(
    schema: Schema<Value>,
    path: string,
    body?: unknown,
  ): Promise<Result<Value, ApiProblem>> {
    const json = { type: 'application/json', content: JSON.stringify(body) }
    return readAnswer(schema, await request(path, body === undefined ? undefined : json))
  }

  async function request(path: string, body?: Body, timeoutMs = TIMEOUT_MS): Promise<Answered> {
    const headers = new Headers({ authorization: `Bearer ${await options.token()}` })
    if (body !== undefined) headers.set('content-type', body.type)
    try {
      const response = await fetch(`${options.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: body.content }),
      })
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
    } catch (cause) {
      throw new ApiError('API_UNREACHABLE', {}, cause)
    }
  }

  return {
    openCase: (body) => call(openCaseResponse, '/casework/cases', body),
    command: (reference, body) =>
      call(commandResponse, `/casework/cases/${reference}/commands`, body),
    preview: (reference, command) =>
      call(previewResponse, `/casework/cases/${reference}/preview`, { command }),
    cases: () => call(caseList, '/casework/cases'),
    viewCase: (reference) => call(caseView, `/casework/cases/${reference}`),
    retention: () => call(retentionReport, '/casework/retention'),
    attention: () => call(attentionList, '/casework/attention'),
    async sendFile(reference, { mediaType, bytes }) {
      const body = { type: mediaType, content: bytes }
      const path = `/casework/cases/${reference}/attachments`
      return readAnswer(attachmentReference, await request(path, body, FILE_TIMEOUT_MS))
    },
    async fetchFile(reference, event, attachment) {
      const path = `/casework/cases/${reference}/events/${event}/attachments/${attachment}`
      const { status, bytes } = await request(path, undefined, FILE_TIMEOUT_MS)
      return status >= 400 ? fail(readProblem(status, parse(bytes))) : ok(bytes)
    },
    attachments: (reference) =>
      call(attachmentTransferList, `/exchange/attachments?case=${reference}`),
    deliveries: (reference) => call(deliveryList, `/exchange/deliveries?case=${reference}`),
    quarantine: () => call(quarantineList, '/exchange/quarantine'),
    review: (digest, decision) =>
      call(quarantineReview, `/exchange/quarantine/${digest}/review`, { decision }),
    exchangeAttention: () => call(exchangeAttention, '/exchange/attention'),
    keys: () => call(keyReport, '/exchange/keys'),
    replay: (reference) => call(replayResponse, `/timeline/cases/${reference}`),
    ledger: (reference) => call(ledgerResponse, `/timeline/cases/${reference}/ledger`),
    sharedState: (reference, other) =>
      call(sharedStateResponse, `/timeline/cases/${reference}/shared-state?with=${other}`),
    organisations: () => call(organisationList, '/directory/organisations'),
  }
}

type Body = { readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> }
type Answered = { readonly status: number; readonly bytes: Uint8Array<ArrayBuffer> }

/** @throws {ApiError} for an answer that the contract does not know. */
function readAnswer<Value>(
  schema: Schema<Value>,
  { status, bytes }: Answered,
): Result<Value, ApiProblem> {
  const content = parse(bytes)
  if (status >= 400) return fail(readProblem(status, content))
  const parsed = schema.safeParse(content)
  if (parsed.data === undefined) throw new ApiError('API_UNREADABLE', { status })
  return ok(parsed.data)
}

/** @throws {ApiError} for what is not JSON: something else listens there. */
function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new ApiError('API_UNREACHABLE', {}, cause)
  }
}

function readProblem(status: number, content: unknown): ApiProblem {
  const members = typeof content === 'object' && content !== null ? content : {}
  const { type, ...details } = members as Record<string, unknown>
  const isOurs = typeof type === 'string' && type.startsWith(PROBLEM_PREFIX)
  return { kind: isOurs ? type.slice(PROBLEM_PREFIX.length) : 'unknown', status, details }
}
