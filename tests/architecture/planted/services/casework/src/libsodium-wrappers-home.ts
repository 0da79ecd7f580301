import 'libsodium-wrappers'
