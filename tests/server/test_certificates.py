"""Off this computer a server shows a certificate, and nothing is said to one whose certificate is not right."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from desktop_app.errors import AppError
from desktop_app.messages import Message
from desktop_app.server.address import connected, read_address
from tests.server.postgres import OWNER, Postgres, ask_nobody, rows

HOST = "so.lai-chau.example"


class Authority(NamedTuple):
    """Who vouches for servers: its certificate and its key."""

    certificate: Path
    key: Path


class Secured(NamedTuple):
    """A cluster with TLS, where its certificate lies, and the authority that an office knows."""

    cluster: Postgres
    folder: Path
    authority: Authority

    def show(self, certificate: Path, key: Path) -> None:
        """Let the server show this certificate from now on."""
        for source, name in ((certificate, "server.crt"), (key, "server.key")):
            target = self.folder / name
            shutil.copy(source, target)
            if os.getuid() == 0:
                shutil.chown(target, OWNER, OWNER)
            target.chmod(0o600)
        set_here(self.cluster, "on")

    def address(self, host: str = HOST, root: Path | None = None) -> str:
        where = f"postgresql://{OWNER}@{host}:{self.cluster.port}/postgres?hostaddr=127.0.0.1"
        return f"{where}&sslmode=verify-full&sslrootcert={root or self.authority.certificate}"


def set_here(cluster: Postgres, ssl: str) -> None:
    address, read = cluster.address("postgres"), "SELECT pg_conf_load_time()"
    before = rows(address, read)
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"ALTER SYSTEM SET ssl = {ssl}")
        owner.execute("SELECT pg_reload_conf()")
    while rows(address, read) == before:  # a new connection knows what the postmaster has read
        time.sleep(0.02)


def openssl(*arguments: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def authority(folder: Path, name: str) -> Authority:
    made = Authority(folder / f"{name}.crt", folder / f"{name}.key")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", f"/CN={name}", "-keyout", made.key,
            "-out", made.certificate)  # fmt: skip
    return made


def certificate(folder: Path, of: Authority, host: str, days: int) -> tuple[Path, Path]:
    """A certificate of a server and its key; `days` 0: it runs out at once."""
    request, key, made, names = (folder / f"{host}{days}.{end}" for end in ("csr", "key", "crt", "ext"))
    names.write_text(f"subjectAltName=DNS:{host}\n", encoding="ascii")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-keyout", key, "-out", request)
    openssl("x509", "-req", "-in", request, "-CA", of.certificate, "-CAkey", of.key, "-CAcreateserial", "-days",
            str(days), "-extfile", names, "-out", made)  # fmt: skip
    return made, key


@pytest.fixture(scope="module")
def secured(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("certificates")
    data = Path(rows(postgres.address("postgres"), "SHOW data_directory")[0][0])
    yield Secured(postgres, data, authority(folder, "authority"))
    set_here(postgres, "off")


def reason(address: str) -> str:
    """Why a server is not spoken to."""
    with pytest.raises(AppError) as refused, connected(read_address(address), ask_nobody):
        pass
    assert refused.value.values["why"] == Message("server.why_certificate")
    return str(refused.value.values["reason"])


def test_a_server_with_the_right_certificate_is_spoken_to_under_its_own_name_alone(
    secured: Secured, tmp_path: Path
) -> None:
    secured.show(*certificate(tmp_path, secured.authority, HOST, 10))
    with connected(read_address(secured.address()), ask_nobody) as connection:
        assert connection.pgconn.ssl_in_use
        assert connection.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchall() == [(True,)]
    assert "does not match host name" in reason(secured.address("khac.lai-chau.example"))


def test_a_certificate_of_another_authority_is_refused(secured: Secured, tmp_path: Path) -> None:
    other = authority(tmp_path, "other")
    secured.show(*certificate(tmp_path, secured.authority, HOST, 10))
    assert "certificate verify failed" in reason(secured.address(root=other.certificate))
    secured.show(*certificate(tmp_path, other, HOST, 10))
    assert "certificate verify failed" in reason(secured.address())


def test_a_certificate_that_has_run_out_is_refused(secured: Secured, tmp_path: Path) -> None:
    secured.show(*certificate(tmp_path, secured.authority, HOST, 0))
    time.sleep(1.5)
    assert "certificate verify failed" in reason(secured.address())


def test_a_server_without_a_certificate_is_refused(secured: Secured) -> None:
    set_here(secured.cluster, "off")
    assert "does not support SSL" in reason(secured.address())


@pytest.mark.parametrize("weaker", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_nothing_weaker_reaches_a_server_that_is_not_this_computer(weaker: str, secured: Secured) -> None:
    with pytest.raises(AppError) as refused:
        read_address(secured.address().replace("verify-full", weaker).replace("hostaddr=127.0.0.1&", ""))
    assert refused.value.key == "server.not_verified"
    with pytest.raises(AppError) as refused:
        read_address(secured.address().replace("verify-full", weaker))  # also where its name is not
    assert refused.value.key == "server.not_verified"
