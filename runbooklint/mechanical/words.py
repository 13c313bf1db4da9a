"""The words that the grammar of checks knows, by the part they play; it knows no text and no order of words."""

from runbooklint.pattern import Pattern


def forms(bases: str) -> frozenset[str]:
    """Each verb with its endings: return, returns, returned, returning."""
    found: set[str] = set()
    for base in bases.split():
        stem = base[:-1] if base.endswith("e") else base
        third = base + "es" if base.endswith(("s", "sh", "ch", "x")) else base + "s"
        if base.endswith("y") and base[-2] not in "aeiou":
            third = base[:-1] + "ies"
            found.add(base[:-1] + "ied")
        found |= {base, third, stem + "ed", stem + "ing"}
    return frozenset(found)


def group(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


# Verbs whose subject gives a value to read: what follows is what is expected.
SHOW = forms(
    "return print show report display output read respond give yield exit emit say answer resolve indicate evaluate"
    " produce contain include list equal mean redirect echo"
) | group("got gets get gave shown outputting")
# Verbs between two named things; the sentence then says what holds of them.
RELATE = (
    SHOW
    | forms(
        "match allow point own map serve reference carry target accept forward replicate belong hold mention name"
        " reject deny block exclude expose mount track route receive"
        " require reside define declare decode land send lead switch default live sit"
        " export import come arrive derive inherit extend depend"
    )
    | group("has have had uses used")
)
COPULA = group("is are be was were been being stay stays remain remains stayed remained becomes become keeps")
MODAL = group("should must shall will can may would could needs need ought to do does did")
# Words that may stand between a verb and its value.
FILLER = group(
    "a an the of as with to at in for only exactly just now still all both each code status state http https value"
    " values result results output response string text line message count total equals be is it its set by"
    " following again like last past next currently rows number on back about approximately around roughly same this"
    " these that every other exit tag current new been has have flat constant"
)
COMPARING = group(
    "below under above over exceeds exceed exceeding beyond least most less fewer more greater higher lower than"
    " minimum maximum min max within between beneath reaches reach reached"
)
MOVING = forms("return drop fall rise decrease increase climb grow shrink") | group("goes comes fell rose")
# Comparing only where a point in time follows.
DATED = group("after before until")
REFERENCE = group("baseline")
# What tells to hold one thing against another.
AGAINST = group("compare compares compared comparing diff")
# Amounts that nobody can check.
AMOUNT = group("few some several")
# Verbs and other words that say nothing of what is seen.
OPEN = (
    AMOUNT
    | forms("work function run load respond look behave operate perform proceed")
    | group("similar something limits limit range slo sla yes problem issue recent soon future")
)
NEGATION = group("no zero none nothing never")
NEGATED = group("not never cannot doesn't don't isn't aren't won't didn't")
SAME = group("same identical equal equals match matches matching matched agree agrees byte-identical equivalent")

# States that a thing has or has not; no judgment is left once the thing is named.
STATE = group(
    "active inactive enabled disabled running stopped paused suspended resumed open closed locked unlocked empty"
    " non-empty nonempty non-zero up down on off true false null nil unset synced synchronized synchronised in-sync"
    " attached detached bound mounted read-only readonly read-write writable pending terminated drained cordoned"
    " schedulable idle firing silenced resolved online offline public private master primary replica standby leader"
    " follower unchanged zero listening expired revoked immutable frozen archived merged unmerged"
)
# States that are expected only of a thing that prints them.
PRINTED = group(
    "healthy ok okay green red yellow ready available success successful succeeded completed complete failed failing"
    " passed passing pass fail valid invalid connected disconnected alive reachable unreachable accessible"
    " unhealthy degraded done finished current latest present absent established streaming forwarding runnable"
    " deployed in-service granted consented accepted registered created updated released approved published mounted"
    " loaded primary secondary follower up-to-date optimal serving scheduled"
)
# Of these, the ones that are said of a thing without looking at what it prints.
REACHED = group("available alive reachable accessible")
# States that leave no judgment whatever they are said of.
PLAIN_STATE = group("empty enabled disabled read-only readonly writable true false on off unchanged zero null")
# States that are an impression, except of what a cluster keeps the state of.
LIVELY = group("active open up online ready")
TREND = group("increasing decreasing growing rising falling dropping shrinking climbing moving changing advancing")
PRESENT = forms("exist remain appear persist") | group(
    "present absent missing gone removed deleted listed found installed available created populated visible set"
    " applied assigned configured deployed defined granted registered attached dropped recorded stored left remaining"
    " retained kept saved published pushed archived uploaded updated enabled disabled provisioned mounted issued signed"
    " merged committed tagged imported loaded enrolled activated"
)
# How something comes to where it is looked for.
ARRIVING = forms("appear land arrive show turn")
# How something comes to be on record.
RECORDING = forms("store record persist log create emit receive write publish save send register")
# What has a value at its beginning or end: "ends with code 0".
BOUNDARY = forms("end finish exit complete terminate start begin close conclude")
PASSING = forms("pass succeed complete finish compile build lint") | group("green")
SUCCESS = group("successfully cleanly")
# Verbs that say that a run passed only together with such an adverb.
ENDING = forms("complete finish compile build lint")
# Verbs with a length of time that is measured, not waited for.
TIMED = forms("expire complete finish respond load start return run take end render") | group("took taken")

# Quantities: what a number is the value of.
METRIC = group(
    "rate ratio latency lag count number percentage percent percentile usage utilization utilisation throughput"
    " duration size length depth age backlog load cpu memory ram disk coverage score total sum average median p50 p90"
    " p95 p99 p999 rps qps tps uptime conversion offset delta iops bandwidth heap quota bytes ttl checksum hash digest"
    " fingerprint balance port time"
)
# Where something is read: "no console errors" says where to look, "no trigger errors" does not.
SOURCE = group("log console output dashboard queue table panel response plan page screen graph chart inbox stderr row")
# Things that are there or not, in one state or another.
PLACE = SOURCE | group(
    "report title heading body header schema topic tab view portal alert monitor endpoint metric query job pipeline"
    " workflow build pod container instance node replica task process bucket file record entry field column index flag"
    " setting toggle variable certificate label tag branch commit image ticket trigger rule backup snapshot storage"
    " volume partition shard connection session lock transaction request message event cookie script alarm target role"
    " policy extension constraint key parameter option banner button menu checkbox dropdown badge subscription listener"
    " route dns section deployment replicaset statefulset daemonset namespace migration url domain binary package"
    " dialog popup tooltip module cron timer slot stack status manifest artifact release version"
)
# Of these, the ones of which a cluster says that they are ready.
REPORTING = group(
    "node pod replica container instance member broker worker shard replicaset statefulset daemonset task"
)
NUMERAL = group("one two three four five six seven eight nine ten once twice")
# What reports by itself whether it passed; of these, the second line is one of a kind in its place.
SUITE = group(
    "probe test suite check script lint linter ci spec run assertion e2e typecheck build pipeline job workflow pr"
)
RUN_ALONE = group("probe build pipeline job workflow pr")

# Adjectives and adverbs that leave the verdict to the reader.
JUDGMENT = group(
    "good fine okay great nice nicely acceptable acceptably reasonable reasonably stable normal normally healthy"
    " correct correctly proper properly smooth smoothly sane sensible satisfactory satisfied happy plausible intact"
    " appropriate appropriately adequate adequately sufficient sufficiently suitable reliable reliably operational"
    " functioning unexpected unusual abnormal weird strange odd suspicious significant significantly"
    " massive noticeable noticeably obvious obviously visually cleanly comfortable comfortably"
    " consistent consistently usual usually nominal responsive seamless seamlessly confident confidence anomalous"
)
# Judgment only after a verb of seeming: "looks right", "seems ok".
SEEMED = JUDGMENT | group("ok alright right ready working complete done clean up better green settled solid sound")
SEEM = forms("look seem appear feel sound behave") | group("felt")
# Things whose absence nobody can see without deciding what counts as one.
TROUBLE = group(
    "issue problem anomaly regression concern surprise trouble degradation abnormality complaint impact expectation"
)

# What grades what it stands before, so that its absence is a matter of opinion.
GRADED = group("unexpected unplanned critical major significant serious massive blocking sustained unusual noticeable")
# Nouns that are helping words elsewhere ("status 200") and can be the subject of "is".
PROPERTY = group("http https status code version count number value message response output result state")

CHECKING = group(
    "verify verifies verified check checks checked confirm confirms confirmed ensure ensures validate validates"
    " validated test tests make sure assert asserts see observe watch monitor review inspect note query run visit open"
)
# Of these, the ones that claim something; the others ask to look.
ASSERTING = group(
    "verify verifies verified confirm confirms confirmed ensure ensures validate validates validated make sure assert"
    " asserts"
)
EXPECTING = group("expect expected expects expecting should must desired")
PREPOSITION = group("in on at under from by via with for as to of within across into after before during until when")
ARTICLE = group("a an the its their no only exactly both") | NUMERAL
PRONOUN = group("it they this these that those which")
# What happens to a thing before everybody's eyes: the banner is displayed, the job is triggered.
SEEN = group(
    "triggered created displayed shown listed logged emitted delivered received redirected rejected denied written"
    " deleted removed rendered raised fired hidden absent present"
)
# Done words that say nothing of what is seen.
UNSEEN = group(
    "verified tested validated expected needed required monitored reviewed confirmed mitigated fixed prepared planned"
    " documented informed notified satisfied addressed intended related affected used checked supposed allowed"
    " completed done performed executed"
)
# What anything may print, so that it is no value.
ANYTHING = group(
    "data result content information info detail response output value json html something everything text page fine"
    " anything here there again more it them"
)
TIME_UNIT = group(
    "s sec secs second seconds m min mins minute minutes h hr hrs hour hours d day days w week weeks month months"
)

_IDENTIFIER = Pattern(r"(?=.*\d).{4,}|.*[\w-]{2}[._/:@=]\w{2}.*")


def singular(word: str) -> str:
    """The word without the ending of a plural; nouns stand in the sets in the singular."""
    if not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def is_metric(word: str) -> bool:
    """Whether it names a quantity."""
    return singular(word) in METRIC or word in METRIC


def is_place(word: str) -> bool:
    """Whether it names a thing that somebody can look at."""
    return singular(word) in PLACE or word in PLACE


def is_identifier(word: str) -> bool:
    """Whether it is a name that somebody gave (`orders_lag`, `rec-12`, `db.internal`), no word of the language."""
    return not word.isalpha() and _IDENTIFIER.fullmatch(word[:100]) is not None
