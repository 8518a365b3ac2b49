#!/usr/bin/env bash
# Builds the application twice, with the committed keys and without network, and compares: the same sources have to make
# the same records. Only the bill of materials bears a time and a random number.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")"

offline=()
unshare -rn true 2>/dev/null && offline=(unshare -rn)

# The checksums of everything that is built.
build() {
  rm -rf dist
  "${offline[@]}" node_modules/.bin/now-sdk build --frozenKeys >&2
  grep -rL --null bomFormat dist/app | sort -z | xargs -0 sha256sum
}

first=$(build)
second=$(build)
diff <(echo "$first") <(echo "$second")
"${offline[@]}" node_modules/.bin/now-sdk pack
echo "$(wc -l <<<"$second") files, the same twice"
