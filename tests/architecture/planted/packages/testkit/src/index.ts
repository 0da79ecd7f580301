import '@trm/kernel'

export const name = 'testkit'
