"""Records of an earlier year's ledger go on in this one."""
