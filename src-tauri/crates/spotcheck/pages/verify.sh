#!/bin/sh
# Checks a spot check without Ballast, with sha256sum (or shasum), sort and awk alone.
#
#   sh verify.sh [FOLDER [COMMITMENT]]
#
# FOLDER holds population.csv, plan.json and draw.json as they were exported. COMMITMENT is the one that was written
# down before the seed was thrown: give it, or compare it by eye with the one that is printed.
#
# Ends with 0: everything holds. 1: something differs, and is named. 2: a file or a program is missing.
# 3: what could be checked holds; verify.html draws the rest again.
#
# A list of 10,000 payouts takes seconds, one of a million some minutes: for larger ones use verify.html.

set -u
LC_ALL=C
export LC_ALL
umask 077

folder=${1:-.}
written=${2:-}
list=$folder/population.csv
plan=$folder/plan.json
draw=$folder/draw.json
failed=0

stop() { printf '%s\n' "$1" >&2; exit 2; }
good() { printf 'holds    %s\n' "$1"; }
bad() { printf 'DIFFERS  %s\n' "$1"; failed=1; }
open() { printf 'left     %s\n' "$1"; }

for file in "$list" "$plan" "$draw"; do
  [ -r "$file" ] || stop "$file cannot be read. Name the folder with population.csv, plan.json and draw.json."
done
if command -v sha256sum >/dev/null 2>&1; then
  sums() { sha256sum "$@"; }
elif command -v shasum >/dev/null 2>&1; then
  sums() { shasum -a 256 "$@"; }
else
  stop "Neither sha256sum nor shasum is here. Install one of them, or use verify.html."
fi
digest() { sums | cut -c1-64; }

work=$(mktemp -d) || stop "No temporary folder could be made."
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM

# Tables have a tab between cells, so that tabs, line feeds, carriage returns and backslashes are written \t \n \r \\.
shared='
function enc(text,   at, sign, out) {
  if (text !~ /[\\\t\n\r]/) return text
  out = ""
  for (at = 1; at <= length(text); at++) {
    sign = substr(text, at, 1)
    out = out (sign == "\\" ? "\\\\" : sign == "\t" ? "\\t" : sign == "\n" ? "\\n" : sign == "\r" ? "\\r" : sign)
  }
  return out
}
function raw(text,   at, sign, out) {
  if (index(text, "\\") == 0) return text
  out = ""
  while ((at = index(text, "\\")) > 0) {
    sign = substr(text, at + 1, 1)
    out = out substr(text, 1, at - 1) (sign == "t" ? "\t" : sign == "n" ? "\n" : sign == "r" ? "\r" : sign)
    text = substr(text, at + 2)
  }
  return out text
}
# Exact sums: six digits a place, since awk has floats alone.
function add(name, number,   sign, at, from) {
  sign = 1
  if (substr(number, 1, 1) == "-") { sign = -1; number = substr(number, 2) }
  for (at = 0; length(number) > 0; at++) {
    from = length(number) > 6 ? length(number) - 5 : 1
    place[name, at] += sign * substr(number, from)
    number = substr(number, 1, from - 1)
  }
}
function total(name,   at, carry, value, rest, sign, out, digits) {
  for (sign = 1; ; sign = -1) {
    carry = 0
    for (at = 0; at < 8; at++) {
      value = sign * place[name, at] + carry
      rest = value % 1000000
      if (rest < 0) rest += 1000000
      carry = (value - rest) / 1000000
      digits[at] = rest
    }
    if (carry >= 0) break
  }
  out = ""
  for (at = 7; at >= 0; at--) out = out sprintf("%06d", digits[at])
  sub(/^0+/, "", out)
  return out == "" ? "0" : (sign < 0 ? "-" : "") out
}'

# JSON as lines: path, s for a text or b for any other value, value.
flat='
function hex(text,   at, value) {
  value = 0
  for (at = 1; at <= 4; at++) value = value * 16 + index("0123456789abcdef", tolower(substr(text, at, 1))) - 1
  return value
}
function utf8(code) {
  if (code < 128) return enc(sprintf("%c", code))
  if (code < 2048) return sprintf("%c%c", 192 + int(code / 64), 128 + code % 64)
  if (code < 65536) return sprintf("%c%c%c", 224 + int(code / 4096), 128 + int(code / 64) % 64, 128 + code % 64)
  return sprintf("%c%c%c%c", 240 + int(code / 262144), 128 + int(code / 4096) % 64, 128 + int(code / 64) % 64, 128 + code % 64)
}
function plain(text,   at, sign, out, code) {
  out = ""
  while ((at = index(text, "\\")) > 0) {
    sign = substr(text, at + 1, 1)
    out = out substr(text, 1, at - 1)
    text = substr(text, at + 2)
    if (sign == "u") {
      code = hex(text)
      text = substr(text, 5)
      if (code >= 55296 && code < 56320) {
        code = 65536 + (code - 55296) * 1024 + hex(substr(text, 3)) - 56320
        text = substr(text, 7)
      }
      out = out utf8(code)
    }
    else if (sign == "\"" || sign == "/") out = out sign
    else if (sign == "b") out = out sprintf("%c", 8)
    else if (sign == "f") out = out sprintf("%c", 12)
    else out = out "\\" sign
  }
  return out text
}
function emit(type, value,   at, path) {
  path = key[1]
  for (at = 2; at <= depth; at++) path = path "." key[at]
  print path "\t" type "\t" value
}
function flush() { if (bare != "") emit("b", bare); bare = "" }
function outside(text,   at, sign) {
  for (at = 1; at <= length(text); at++) {
    sign = substr(text, at, 1)
    if (sign == "{" || sign == "[") { depth++; kind[depth] = sign; key[depth] = sign == "[" ? 0 : ""; named[depth] = 0 }
    else if (sign == "}" || sign == "]") { flush(); depth-- }
    else if (sign == ",") { flush(); if (kind[depth] == "[") key[depth]++; else named[depth] = 0 }
    else if (sign == ":") named[depth] = 1
    else if (sign !~ /[ \t\r\n]/) bare = bare sign
  }
}
BEGIN { RS = "\""; depth = 0; within = 0; bare = ""; text = "" }
!within { outside($0); within = 1; text = ""; next }
{
  text = text $0
  slashes = 0
  while (slashes < length($0) && substr($0, length($0) - slashes, 1) == "\\") slashes++
  # After an odd number of backslashes the quote belongs to the text.
  if (slashes % 2) { text = text "\""; next }
  if (kind[depth] == "{" && !named[depth]) key[depth] = plain(text); else emit("s", plain(text))
  within = 0
}'

# plan.json is JSON without a line feed, and then the hash of the list.
awk 'BEGIN { RS = "\001" } { printf "%s", substr($0, 1, length($0) - 64) }' "$plan" | awk "$shared$flat" >"$work/plan"
planned=$(awk 'BEGIN { RS = "\001" } { printf "%s", substr($0, length($0) - 63) }' "$plan")
awk "$shared$flat" "$draw" >"$work/draw"

# The value at a path of a flattened file; nothing for null.
value() { awk -F '\t' -v path="$2" '$1 == path && !($2 == "b" && $3 == "null") { print $3; exit }' "$work/$1"; }

kind=$(value plan plan.sampling.kind)
seed=$(value draw seed.text | sed 's/\\\\/\\/g')
[ -n "$kind" ] && [ -n "$seed" ] || stop "plan.json or draw.json is not what Ballast exports: no kind of sampling, or no seed."

# 1. The list.
found=$(digest <"$list")
if [ "$found" = "$planned" ]; then
  good "population.csv is the list of the plan: SHA-256 $found"
else
  bad "population.csv is not the list of the plan: its SHA-256 is $found, planned was $planned"
fi
[ "$(value draw population)" = "$planned" ] || bad "draw.json is about another list: $(value draw population)"

# 2. The plan.
commitment=$(digest <"$plan")
recorded=$(value draw commitment)
if [ "$commitment" = "$recorded" ]; then
  good "plan.json is the plan of the draw: commitment $commitment"
else
  bad "plan.json is not the plan of the draw: its SHA-256 is $commitment, drawn was under $recorded"
fi
if [ -z "$written" ]; then
  open "whether that commitment was written down before the seed: compare it with the minutes"
elif [ "$commitment" = "$written" ]; then
  good "that commitment is the one that was written down"
else
  bad "that commitment is not the one that was written down: $written"
fi

# 3. Rows as a table: id, amount, stratum, person, and whether a rule always takes it.
awk -F '\t' '$1 ~ /^plan\.always\./ { print $3 }' "$work/plan" >"$work/rules"
minor=$(value plan plan.minor_digits)
awk -v minor="$minor" -v rules="$work/rules" -v odd="$work/odd" "$shared"'
function trimmed(text) { sub(/^[ \t]+/, "", text); sub(/[ \t]+$/, "", text); return text }
function rule(text,   at, sign) {
  for (at = 1; at <= length(text) && index("<>=!", substr(text, at, 1)) == 0; at++);
  count++
  column[count] = trimmed(substr(text, 1, at - 1))
  sign = substr(text, at, 2)
  if (sign != "<=" && sign != ">=" && sign != "!=") sign = substr(text, at, 1)
  relation[count] = sign
  text = trimmed(substr(text, at + length(sign)))
  if (text ~ /^".*"$/ && length(text) > 1) text = substr(text, 2, length(text) - 2)
  literal[count] = text
}
function decimal(text) { return text ~ /^-?[0-9]+(\.[0-9]+)?$/ }
function parts(text, to,   dot) {
  to["minus"] = substr(text, 1, 1) == "-"
  if (to["minus"]) text = substr(text, 2)
  dot = index(text, ".")
  to["whole"] = dot ? substr(text, 1, dot - 1) : text
  to["part"] = dot ? substr(text, dot + 1) : ""
  sub(/^0+/, "", to["whole"])
  sub(/0+$/, "", to["part"])
  if (to["whole"] == "" && to["part"] == "") to["minus"] = 0
}
function text_order(a, b) { return ("x" a) < ("x" b) ? -1 : ("x" a) > ("x" b) ? 1 : 0 }
function order(a, b,   sign) {
  if (!decimal(a) || !decimal(b)) return text_order(a, b)
  parts(a, one)
  parts(b, two)
  if (one["minus"] != two["minus"]) return one["minus"] ? -1 : 1
  sign = one["minus"] ? -1 : 1
  if (length(one["whole"]) != length(two["whole"])) return sign * (length(one["whole"]) < length(two["whole"]) ? -1 : 1)
  if (one["whole"] != two["whole"]) return sign * text_order(one["whole"], two["whole"])
  return sign * text_order(one["part"], two["part"])
}
function units(amount,   sign) {
  sign = ""
  if (substr(amount, 1, 1) == "-") { sign = "-"; amount = substr(amount, 2) }
  while (length(amount) <= minor) amount = "0" amount
  return minor == 0 ? sign amount : sign substr(amount, 1, length(amount) - minor) "." substr(amount, length(amount) - minor + 1)
}
function always(   at, way, cell) {
  for (at = 1; at <= count; at++) {
    cell = where[at] == 2 ? units(cells[2]) : cells[where[at]]
    way = order(cell, literal[at])
    if (relation[at] == "<" ? way < 0 : relation[at] == "<=" ? way <= 0 : relation[at] == ">" ? way > 0 : relation[at] == ">=" ? way >= 0 : relation[at] == "=" ? way == 0 : way != 0) return 1
  }
  return 0
}
function cut(line,   n, at, end) {
  if (index(line, "\"") == 0) return split(line, cells, ",")
  for (n = 1; ; n++) {
    cells[n] = ""
    if (substr(line, 1, 1) == "\"") {
      line = substr(line, 2)
      while ((end = index(line, "\"")) > 0) {
        cells[n] = cells[n] substr(line, 1, end - 1)
        line = substr(line, end + 1)
        if (substr(line, 1, 1) != "\"") break
        cells[n] = cells[n] "\""
        line = substr(line, 2)
      }
      at = index(line, ",")
    } else {
      at = index(line, ",")
      cells[n] = at ? substr(line, 1, at - 1) : line
    }
    if (at == 0) return n
    line = substr(line, at + 1)
  }
}
BEGIN { while ((getline line < rules) > 0) rule(raw(line)); held = "" }
{
  line = held $0
  marks = line
  if (gsub(/"/, "", marks) % 2) { held = line "\n"; next }
  held = ""
  n = cut(line)
  if (!columns) {
    columns = n
    for (at = 1; at <= count; at++) {
      for (place_of = 1; place_of <= n && cells[place_of] != column[at]; place_of++);
      where[at] = place_of
      if (place_of > n) print "rule: " column[at] > odd
    }
    if (n < 4 || cells[1] != "id" || cells[2] != "amount" || cells[3] != "person" || cells[4] != "stratum") print "head: " line > odd
    next
  }
  if (n != columns || cells[2] !~ /^-?[0-9]+$/) { print "row: " enc(line) > odd; next }
  print enc(cells[1]) "\t" cells[2] "\t" enc(cells[4]) "\t" enc(cells[3]) "\t" always()
}' "$list" >"$work/rows"
if [ -s "$work/odd" ]; then
  bad "population.csv cannot be read as a list, or has no column that a rule asks for: $(head -n 3 "$work/odd")"
fi

# 4. Count and control total, as the draw has them.
awk -F '\t' "$shared"'{ add("all", $2) } END { print NR "\t" total("all") }' "$work/rows" >"$work/sums"
awk -F '\t' "$shared"'
$1 ~ /^frames\.[0-9]+\.population$/ { add("count", $3) }
$1 ~ /^frames\.[0-9]+\.value$/ { add("value", $3) }
END { print total("count") "\t" total("value") }' "$work/draw" >"$work/framed"
count=$(cut -f 1 "$work/sums")
if [ "$(cut -f 1 "$work/framed")" = "$count" ]; then
  good "the list has $count payouts, as many as were drawn from"
else
  bad "the list has $count payouts, drawn was from $(cut -f 1 "$work/framed")"
fi
if [ "$(cut -f 2 "$work/framed")" = "$(cut -f 2 "$work/sums")" ]; then
  good "the control total is $(cut -f 2 "$work/sums"), in the smallest unit of the currency"
else
  bad "the control total is $(cut -f 2 "$work/sums"), drawn was from $(cut -f 2 "$work/framed"), in the smallest unit"
fi

# 5. Tickets: SHA-256 of the hash of the seed in hexadecimal, and the id. A thousand files are hashed at a time.
prefix=$(printf '%s' "$seed" | digest)
tickets() {
  rm -rf "$work/ids"
  mkdir "$work/ids"
  cut -f 1 "$1" | awk -v prefix="$prefix" -v folder="$work/ids" "$shared"'
  {
    file = folder "/" int((NR - 1) / 1000) "." 1000 + (NR - 1) % 1000
    printf "%s%s", prefix, raw($0) > file
    close(file)
    if (NR % 1000 == 0) { print int((NR - 1) / 1000); fflush() }
  }
  END { if (NR % 1000) print int((NR - 1) / 1000) }' | while read -r batch; do
    sums "$work/ids/$batch."* | cut -c1-64
    rm -f "$work/ids/$batch."*
  done
}

# Recorded items as a table: id, ticket, reason, amount, stratum, person, stage, hits.
awk -F '\t' '
function item() { if (some) print cell["id"] "\t" cell["ticket"] "\t" cell["reason"] "\t" cell["amount"] "\t" cell["stratum"] "\t" cell["person"] "\t" cell["stage"] "\t" cell["hits"] }
/^items\./ {
  split($1, path, ".")
  if (!some || path[2] != now) { item(); some = 1; now = path[2]; cell["hits"] = "" }
  if (path[3] == "hits") cell["hits"] = cell["hits"] (cell["hits"] == "" ? "" : ",") $3
  else cell[path[3]] = $3
}
END { item() }' "$work/draw" >"$work/recorded"

case $kind in
  percent | attribute | stop_or_go) again=yes ;;
  *) again=no ;;
esac

# Differences of two tables of items, at most twenty and how many more.
name() {
  if [ -s "$1" ]; then
    head -n 20 "$1" | while IFS= read -r line; do bad "$line"; done
    more=$(awk 'NR > 20' "$1" | wc -l)
    [ "$more" -eq 0 ] || bad "and $((more)) more"
    failed=1
  else
    good "$2"
  fi
}

# 6. The recorded items by themselves.
tickets "$work/recorded" >"$work/tickets"
paste "$work/tickets" "$work/recorded" | awk -F '\t' '$1 != $3 { print $2 ": its ticket is " $1 ", recorded is " $3 }' >"$work/differing"
items=$(wc -l <"$work/recorded" | tr -d ' ')
if [ -s "$work/differing" ] && [ "$(wc -l <"$work/differing" | tr -d ' ')" = "$items" ]; then
  bad "the seed is another one: no ticket follows from \"$seed\""
else
  name "$work/differing" "the tickets of all $items items follow from the seed"
fi
awk -F '\t' '
FILENAME == ARGV[1] { amount["x" $1] = $2; stratum["x" $1] = $3; person["x" $1] = $4; next }
{ key = "x" $1 }
!(key in amount) { print $1 ": was drawn, and is not in population.csv"; next }
amount[key] "" != $4 "" { print $1 ": the amount is " amount[key] ", recorded is " $4 }
stratum[key] "" != $5 "" { print $1 ": the stratum is " stratum[key] ", recorded is " $5 }
person[key] "" != $6 "" { print $1 ": the person is " person[key] ", recorded is " $6 }' "$work/rows" "$work/recorded" >"$work/differing"
name "$work/differing" "all items stand in the list as they were recorded"

# 7. The draw again, where tickets alone order it. Gives the items to $work/items, and what is odd to $work/frames.
draw_again() {
  tickets "$work/rows" >"$work/tickets"
  paste "$work/tickets" "$work/rows" | sort -t "$(printf '\t')" -k 1,1 -k 2,2 >"$work/sorted"
  : >"$work/items"
  : >"$work/frames"
  awk -F '\t' -v per="$(value plan plan.per_stratum)" -v items="$work/items" -v framed="$work/frames" "$shared"'
  # Items beyond the plan, for an extension: as many as the frames have more than the plan.
  function sized(   at, beyond) {
    for (at = 0; at < quotas; at++) most[quota[at, "stratum"]] = quota[at, "sample_most"]
    for (at = 0; at < frames; at++) {
      if (frame[at, "part"] != "drawn") continue
      beyond = frame[at, "sample"] - most[frame[at, "stratum"]]
      if (beyond > more) more = beyond
    }
    ready = 1
  }
  { split($1, path, "."); text = $3 }
  path[3] == "stratum" { text = $2 == "s" ? "x" $3 : "x" }
  FILENAME == ARGV[1] && path[1] == "quotas" { quota[path[2], path[3]] = text; quotas = path[2] + 1 }
  FILENAME == ARGV[1] && $1 ~ /^plan\.sampling\.stages\..*sample$/ { until[path[4] + 1] = until[path[4]] + $3; stages = path[4] + 1 }
  FILENAME == ARGV[2] && path[1] == "frames" { frame[path[2], path[3]] = text; frames = path[2] + 1 }
  FILENAME == ARGV[3] {
    if (!ready) sized()
    part = $6 == 1 ? "always" : "drawn"
    stratum = part == "drawn" && per == "true" ? "x" $4 : "x"
    own = part "\t" stratum
    population[own]++
    add(own, $3)
    if (part == "drawn" && sample[own] + 0 >= most[stratum] + more) next
    sample[own]++
    stage = 1
    if (part == "drawn") while (stage <= stages && until[stage] < sample[own]) stage++
    print $2 "\t" $1 "\t" part "\t" $3 "\t" $4 "\t" $5 "\t" stage "\t" (part == "drawn" ? sample[own] : "") > items
  }
  END {
    for (at = 0; at < frames; at++) {
      own = frame[at, "part"] "\t" frame[at, "stratum"]
      seen[own] = 1
      label = "part " frame[at, "part"] (length(frame[at, "stratum"]) > 1 ? ", stratum " substr(frame[at, "stratum"], 2) : "")
      if (frame[at, "population"] != population[own] + 0) print label ": " population[own] + 0 " payouts could be drawn, recorded is " frame[at, "population"] > framed
      if (frame[at, "value"] "" != total(own) "") print label ": they sum up to " total(own) ", recorded is " frame[at, "value"] > framed
      if (frame[at, "sample"] != sample[own] + 0) print label ": " sample[own] + 0 " were drawn, recorded is " frame[at, "sample"] > framed
    }
    for (own in population) if (!(own in seen)) print "a part is not in the record: " own > framed
    print more + 0
  }' "$work/plan" "$work/draw" "$work/sorted"
}

if [ "$again" = yes ]; then
  more=$(draw_again)
  awk -F '\t' -v more="$more" '
  FILENAME == ARGV[1] { again["x" $1] = $0; next }
  { key = "x" $1; was[key] = 1 }
  !(key in again) { print $1 ": was recorded as drawn, and is not drawn"; next }
  {
    split(again[key], cell, "\t")
    if (cell[3] != $3) print $1 ": it is in the sample as " cell[3] ", recorded is " $3
    if (more == 0 && cell[7] != $7) print $1 ": the stage is " cell[7] ", recorded is " $7
    if (cell[8] "" != $8 "") print $1 ": its place in the draw is " cell[8] ", recorded is " $8
  }
  END { for (key in again) if (!(key in was)) print substr(key, 2) ": is drawn, and was not recorded" }' "$work/items" "$work/recorded" >"$work/differing"
  name "$work/differing" "drawn again from list, plan and seed: the same $items items at the same places"
  name "$work/frames" "the parts of the list, their sums and their sizes are as recorded"
  if [ "$more" -ne 0 ]; then
    open "$more items were drawn beyond the plan, as an extension; its stages stand in the record alone"
  elif [ ! -s "$work/differing" ]; then
    sort -t "$(printf '\t')" -k 7,7n -k 2,2 -k 1,1 "$work/items" | cut -f 1 >"$work/order"
    cut -f 1 "$work/recorded" >"$work/recorded_order"
    if cmp -s "$work/order" "$work/recorded_order"; then
      good "they are given out in the order of their tickets"
    else
      bad "the items are recorded in another order than that of their tickets"
    fi
  fi
else
  open "the sample itself was not drawn again: the kind $kind takes larger numbers than awk has. Open verify.html and give it the same three files."
fi

if [ "$failed" -ne 0 ]; then
  printf '\nSomething differs. See above.\n'
  exit 1
fi
if [ "$again" = no ]; then
  printf '\nWhat was checked here holds. The rest is left to verify.html.\n'
  exit 3
fi
printf '\nEverything holds.\n'
