import '@trm/adapter-memory'
import '@trm/testkit'
import 'vitest'
