import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { freePorts } from './free-ports.ts'

describe('freePorts', () => {
  it('gives as many different ports as asked for', async () => {
    const ports = await freePorts(50)
    expect(new Set(ports).size).toBe(50)
  })

  it('gives ports that a server can listen on', async () => {
    for (const port of await freePorts(5)) {
      const server = createServer().listen(port, '127.0.0.1')
      await once(server, 'listening')
      server.close()
      await once(server, 'close')
    }
  })

  it('gives nothing when nothing is asked for', async () => {
    expect(await freePorts(0)).toStrictEqual([])
  })

  it.each([-1, 1.5, Number.NaN, 1_001])('refuses to look for %s ports', async (count) => {
    await expect(freePorts(count)).rejects.toThrow()
  })
})
