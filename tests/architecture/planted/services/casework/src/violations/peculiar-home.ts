import '@peculiar/asn1-schema'
