import { it } from 'vitest'
import { readSaid } from '../support/nats-protocol.ts'
import { startRecordedNetwork } from '../support/recorded-network.ts'
import { createSlowLink } from '../support/slow-link.ts'
import { openLeft } from '../support/opened-mail.ts'
import { assessment, becomes, BELGRADE, give, openSharedCase, VIENNA } from './test-support/shared-case.ts'
const N = Number(process.env['N'] ?? 30)
it('probe', async () => {
  const link = createSlowLink(1)
  const network = await startRecordedNetwork(link.way)
  const client = (o: string) => network.client(o) as never
  const shared = await openSharedCase(client)
  const t0 = performance.now()
  const log = (s: string) => console.log(((performance.now() - t0) / 1000).toFixed(1), s)
  link.become({ bitsPerSecond: 64_000, latencyMs: 2_000, loss: 0.05 })
  if (process.env['CUT']) { network.links.cut(); network.links.mend(); }
  const events = []
  for (let i = 0; i < N; i++) events.push(await give(client(VIENNA), shared.reference, assessment(shared)))
  log('given')
  let seen = 0
  const timer = setInterval(() => {
    const l = network.recordedOf(VIENNA).flatMap(({ toServer }) => readSaid(toServer).filter((s) => s.verb === 'HPUB'))
    for (const m of l.slice(seen)) log('V left ' + m.payload?.length + ' items ' + openLeft(m, network).items.length)
    seen = l.length
  }, 100)
  try { await becomes(client(VIENNA), shared.reference, events, 'stored') } catch (e) { log(String(e)) }
  clearInterval(timer)
  log('stored')
  const b = network.recordedOf(BELGRADE).flatMap(({ toServer }) => readSaid(toServer).filter((s) => s.verb === 'HPUB'))
  log('B left ' + b.map((m) => m.payload?.length).join(' '))
  link.become(undefined)
  console.log(network.recordedOnLink().map((r)=>r.toServer.length+' '+r.toDialler.length+' '+readSaid(r.toServer).filter((x)=>x.verb!=='LS+'&&x.verb!=='LS-').map((x)=>x.verb+(x.payload?.length??'')).join(',')+' | '+readSaid(r.toDialler).filter((x)=>x.verb!=='LS+'&&x.verb!=='LS-').map((x)=>x.verb+(x.payload?.length??'')).join(',')).join('\n'))
  console.log((await import('node:child_process')).execSync('cat /tmp/trm-recorded-*/nats-*/nats.log | grep -v JetStream | tail -60').toString())
  await network.stop()
}, 90000)
