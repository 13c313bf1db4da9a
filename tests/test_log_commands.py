"""Commands in mitigation logs: how they are cut, what they destroy, which kind of move they are."""

import pytest

from runbooklint.checks.log.destruction import destroys
from runbooklint.checks.log.moves import command_kind, told_moves
from runbooklint.checks.log.shell import Command, commands_of
from runbooklint.records import Item
from runbooklint.source import Span


def commands(text: str, code: bool = False) -> tuple[Command, ...]:
    return commands_of((Item(text, Span(7, 7 + len(text)), code),))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("run `sudo -u app FOO=1 jobctl stop x`, then `ls -l`", [["jobctl", "stop", "x"], ["ls", "-l"]]),
        ("`ssh -p 22 db1 \"rm -rf '/x y'; sync\"`", [["rm", "-rf", "/x y"], ["sync"]]),
        ("`ssh db1 uptime -p`", [["uptime", "-p"]]),
        ("`sh -c 'a b | c d'`", [["a", "b"], ["c", "d"]]),
        ("`kubectl exec -it pod-1 -- redis-cli ping`", [["redis-cli", "ping"]]),
        ("`docker exec -u app web redis-cli ping`", [["redis-cli", "ping"]]),
        ("`/usr/bin/jobctl stop`", [["/usr/bin/jobctl", "stop"]]),
        ("flag `jobs.retry` off", []),
        ("`FLUSHALL`", [["FLUSHALL"]]),
        ("`./drain.sh`", [["./drain.sh"]]),
        ('`echo "it\'s" \'a "b"\'`', [["echo", "it's", 'a "b"']]),
    ],
)
def test_commands_of_code_spans(text: str, wanted: list[list[str]]) -> None:
    assert [[word.text for word in command.words] for command in commands(text)] == wanted


def test_commands_of_a_fence() -> None:
    text = "$ jobctl stop x \\\n  --now\n# rm -rf /\nme@host:~$ ls a && cat b\n-- a note\nDROP TABLE jobs;"
    found = [[word.text for word in command.words] for command in commands(text, code=True)]
    assert found == [["jobctl", "stop", "x", "--now"], ["ls", "a"], ["cat", "b"], ["DROP", "TABLE", "jobs"]]


def test_places_of_words_are_those_of_the_document() -> None:
    text = 'first `psql -c "DELETE FROM jobs"`'
    (command,) = commands(text)
    assert text[command.span.start - 7 : command.span.end - 7] == 'psql -c "DELETE FROM jobs"'
    assert text[command.words[1].span.start - 7 : command.words[1].span.end - 7] == "-c"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("psql shop -c \"DELETE FROM jobs WHERE state = 'x'\"", "deletes rows of jobs"),
        ("mysql shop -e 'truncate audit_log'", "truncates audit_log"),
        ("DROP TABLE IF EXISTS orders_2025;", "drops the table orders_2025"),
        ("psql -c 'ALTER TABLE orders DROP COLUMN note'", "drops the column note"),
        ("redis-cli -n 3 FLUSHDB", "empties the store with FLUSHDB"),
        ("redis-cli DEL basket:77", "deletes the key basket:77"),
        ("kubectl -n shop delete pvc data-db-0", "deletes pvc data-db-0"),
        ("kubectl delete namespace/shop --wait", "deletes namespace/shop"),
        ("rm -rf /var/lib/spool/mail", "deletes /var/lib/spool/mail"),
        ("git push --force origin main", "rewrites the history of the branch"),
        ("git push origin :release", "deletes a branch or tag"),
        ("aws sqs purge-queue --queue-url https://queues.example.net/in", "purges queue https://queues.example.net/in"),
        ("aws s3 rm s3://receipts --recursive", "deletes s3://receipts"),
        ("aws rds delete-db-instance --db-instance-identifier main", "deletes db instance main"),
        ("rabbitmqctl purge_queue retry", "purges queue retry"),
        ("queuectl clear retry", "clears retry"),
        ("kafka-topics.sh --bootstrap-server k1:9092 --delete --topic in", "deletes messages"),
        ("mongosh shop --eval 'db.jobs.deleteMany({})'", "deletes data"),
        ("rails db:reset", "deletes data"),
        ("docker volume rm pgdata", "deletes volumes"),
        ("terraform destroy -target=module.db", "destroys infrastructure"),
        ("curl -X DELETE http://search:9200/orders", "deletes http://search:9200/orders"),
        ("kubectl exec store-0 -- redis-cli FLUSHALL", "empties the store with FLUSHALL"),
    ],
)
def test_what_a_command_destroys(text: str, what: str) -> None:
    losses = [loss.what for command in commands(f"`{text}`") if (loss := destroys(command, cache=False))]
    assert losses == [what]


@pytest.mark.parametrize(
    "text",
    [
        "kubectl delete pod web-1",
        "kubectl delete deployment/worker",
        "kubectl drain node-3 --delete-emptydir-data",
        "kubectl delete pvc data-0 --dry-run=client",
        "flagctl set shop.retry off --no-drop-cache",
        "iptables -A INPUT -s 192.0.2.7 -j DROP",
        "ip route del 192.0.2.0/24",
        "rm -rf /var/cache/nginx/*",
        "rm /run/shop.pid",
        "DROP INDEX CONCURRENTLY idx_orders",
        "psql -c 'DELETE FROM tmp_orders'",
        "psql -c \"SELECT count(*) FROM log WHERE verb = 'DELETE'\"",
        "psql -c 'BEGIN; DELETE FROM jobs; ROLLBACK'",
        "aws cloudwatch delete-alarms --alarm-names late",
        "fastly purge --all",
        "cachectl purge --all",
        "git revert 41ac9e0 --no-edit",
        "git push origin main",
        "redis-cli DEL lock:import",
        "curl -XDELETE https://alerts.example.net/api/silences/12",
        "curl -X GET http://search:9200/orders",
        "helm uninstall web",
        "terraform apply",
        "docker system prune",
        "mqctl move retry parked --all",
    ],
)
def test_what_comes_back_by_itself_is_not_destroyed(text: str) -> None:
    assert not [command for command in commands(f"`{text}`") if destroys(command, cache=False)]


def test_a_cache_refills() -> None:
    (command,) = commands("`redis-cli FLUSHALL`")
    assert destroys(command, cache=True) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kubectl -n shop rollout undo deployment/web --to-revision=12", "rollback"),
        ("kubectl -n shop rollout restart deployment/web", "restart"),
        ("kubectl -n alerts scale deployment/flags --replicas=9", "scale"),
        ("kubectl delete pod web-1", "restart"),
        ("kubectl -n shop get pods", None),
        ("helm rollback web 41", "rollback"),
        ("flagctl set shop.retry off", "flag"),
        ("configctl rollback gateway", "config rollback"),
        ("configctl set pool.size 50", "config"),
        ("aws ecs update-service --service web --desired-count 12", "scale"),
        ("aws ecs update-service --service web --force-new-deployment", "restart"),
        ("systemctl restart nginx", "restart"),
        ("dbctl failover orders", "failover"),
        ("lbctl weight web 0", "drain"),
        ("alertctl silence late-orders", "alert"),
        ("deployctl alerts-api 4.1.1", "deploy"),
        ("tail -f app.log", None),
        ("frobnicate --hard x", None),
    ],
)
def test_kinds_of_commands(text: str, kind: str | None) -> None:
    assert [command_kind(command) for command in commands(f"`{text}`")] == [kind]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("roll back the most recent deploy", ["rollback", "deploy"]),
        ("put the previous configuration back", ["config rollback"]),
        ("flip the feature flag off", ["flag"]),
        ("add 6 nodes to the pool", ["scale"]),
        ("shift traffic to the second region", ["drain"]),
        ("fail over to the standby", ["failover"]),
        ("rate limit the import", ["limit"]),
        ("raise the alert threshold", ["alert"]),
        ("flush the cache", ["cache"]),
        ("pause the job that restarts the workers", []),
        ("look at the graphs", []),
    ],
)
def test_kinds_of_moves_in_words(text: str, kinds: list[str]) -> None:
    assert [move.kind for move in told_moves(text)] == kinds
