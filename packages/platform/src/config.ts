import { TrmError } from '@trm/kernel'
import { z } from 'zod'

const OURS = 'TRM_'
const OF_TESTS = 'TRM_TEST_'

/** Thrown by {@link loadConfig}: the names of the wrong variables, never a value. */
export class ConfigError extends TrmError<'CONFIG_INVALID'> {
  override readonly name = 'ConfigError'

  /** @param reasons sentences of a catalogue, where the name of a variable does not say enough. */
  constructor(variables: readonly string[], reasons: readonly string[] = []) {
    super('CONFIG_INVALID', 'configuration is invalid', {
      variables: variables.join(' '),
      ...(reasons.length > 0 && { reasons: reasons.join('; ') }),
    })
  }
}

/**
 * Reads the whole configuration of a service, once, in `main.ts`. Nothing else touches the environment.
 *
 * @param shape one schema per `TRM_` variable. Other names of ours are refused, since a typo in
 *   `TRM_NATS_URL` must stop the start and not fall back to a default; `TRM_TEST_` belongs to tests.
 * @throws {ConfigError} naming every wrong variable at once, in alphabetical order.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<z.ZodObject<Shape, z.core.$strict>>> {
  const ours = Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => name.startsWith(OURS) && !name.startsWith(OF_TESTS),
    ),
  )
  const parsed = z.strictObject(shape).safeParse(ours)
  if (parsed.success) return Object.freeze(parsed.data)

  const variables = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
  )
  throw new ConfigError([...new Set(variables)].sort())
}
