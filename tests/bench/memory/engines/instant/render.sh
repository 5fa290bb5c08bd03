#!/bin/sh
# The smallest engine that keeps the contract.
printf 'reel' >"$1/video.bin"
echo '{"result":{"files":[{"name":"video.bin","kind":"file"}]}}'
