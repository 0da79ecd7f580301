/** What an operator may want to know. A closed list; nothing here comes from a message. */
export type NatsFact =
  | { readonly kind: 'connected' | 'disconnected' }
  /** The country node forbids something that this agent needs: a fault of the set-up. */
  | { readonly kind: 'refused' }
  /** The mailbox is not provisioned at the country node. Nothing is fetched until it is. */
  | { readonly kind: 'consumer-missing' }
  /** The country node did not answer a request to fetch. It is repeated. */
  | { readonly kind: 'fetch-failed' }
  /** A sender's headers are not those of the protocol. The delivery was made all the same. */
  | { readonly kind: 'headers-refused'; readonly attempt: number }
  /** The handler threw; the delivery comes again. `code` is that of a TrmError, if it was one. */
  | { readonly kind: 'handler-failed'; readonly code: string; readonly attempt: number }
  /** The country node did not confirm that a delivery is settled; it may come again. */
  | { readonly kind: 'settlement-unconfirmed'; readonly attempt: number }

/** Called for each fact, as it happens. It must not throw. */
export type Report = (fact: NatsFact) => void
