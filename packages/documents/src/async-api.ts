/**
 * The exchange between country nodes as an AsyncAPI 3.0 document: one message type on one kind of address,
 * since nothing else is in clear. What is inside is for its recipient alone (schemas/protocol).
 */
export function asyncApi(): object {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'TRM Backbone exchange',
      version: '1.0.0',
      description:
        'Sealed mail between organisations of different Participants, over NATS JetStream. A country node sees the sending Participant, an opaque mailbox, a minute and a length.',
      license: { name: 'EUPL-1.2' },
    },
    defaultContentType: 'application/octet-stream',
    channels: {
      inbox: {
        address: 'trm.v1.inbox.{participant}.{mailbox}',
        description: 'Where mail for one organisation is left.',
        parameters: {
          participant: { description: 'The recipient’s Participant, two lower-case letters.' },
          mailbox: { description: 'An opaque token from the directory, which changes.' },
        },
        messages: { sealedMail: { $ref: '#/components/messages/sealedMail' } },
      },
    },
    operations: {
      leaveMail: {
        action: 'send',
        channel: { $ref: '#/channels/inbox' },
        summary: 'An agent leaves sealed mail with the recipient’s country node.',
        messages: [{ $ref: '#/channels/inbox/messages/sealedMail' }],
      },
      fetchMail: {
        action: 'receive',
        channel: { $ref: '#/channels/inbox' },
        summary: 'An agent fetches its own mail, and settles it once it is in its event store.',
        messages: [{ $ref: '#/channels/inbox/messages/sealedMail' }],
      },
    },
    components: {
      messages: {
        sealedMail: {
          name: 'org.trm.sealed.v1',
          title: 'Sealed mail',
          summary: 'CloudEvents 1.0 in binary mode; see schemas/protocol/envelope.md.',
          contentType: 'application/octet-stream',
          headers: {
            type: 'object',
            required: ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time', 'Nats-Msg-Id'],
            properties: {
              'ce-specversion': { const: '1.0' },
              'ce-id': { type: 'string', description: 'Random; a resent message keeps it.' },
              'ce-source': {
                type: 'string',
                description: 'The sending Participant, never an organisation.',
              },
              'ce-type': { const: 'org.trm.sealed.v1' },
              'ce-time': { type: 'string', description: 'Rounded to the minute.' },
              'Nats-Msg-Id': { type: 'string', description: 'The same as `ce-id`.' },
            },
          },
          payload: {
            type: 'string',
            format: 'binary',
            description:
              'HPKE of 1 to 64 copies of signed events or receipts, padded: schemas/protocol/sealed-message.md.',
          },
        },
      },
    },
  }
}
