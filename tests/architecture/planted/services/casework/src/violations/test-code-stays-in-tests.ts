import '@trm/testkit'
