import 'jose'
import 'libsodium-wrappers'
