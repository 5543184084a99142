"""The parts of what stands around a report; the roles of a plan may say which field holds one."""

from collections.abc import Mapping

# by role; a field that is called as its part need not be named in the plan
PARTS: Mapping[str, tuple[str, ...]] = {
    "report_header": (
        "doc_no", "doc_date", "subject", "addressee", "signer_authority", "signer_title", "signer_name",
        "internal_frame",
    ),
    "letterhead": (
        "superior_line", "issuer_line", "doc_symbol", "place_name", "addressee", "signer_authority", "signer_title",
        "signer_name", "recipients", "archive_line", "internal_frame",
    ),
}  # fmt: skip
