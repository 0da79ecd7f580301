import '@grpc/grpc-js'
