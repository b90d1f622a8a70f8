package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.service.iam.IamTypes;

/** Roles in an account, and what they may do. */
final class GivenRoles {
  static final String ROLE = "arn:aws:iam::123456789012:role/recovery";

  private final GivenAccount account;

  GivenRoles(GivenAccount account) {
    this.account = account;
  }

  /** A role that Lambda may take on, with the given statements as its only policy. */
  Resource role(String name, String... statements) {
    Resource role =
        account.createIn(
            Account.GLOBAL,
            IamTypes.ROLE,
            name,
            "name",
            name,
            "assumeRolePolicy",
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""");
    if (statements.length > 0) {
      policy(name, statements);
    }
    return role;
  }

  Resource policy(String role, String... statements) {
    return account.createIn(
        Account.GLOBAL,
        IamTypes.ROLE_POLICY,
        role + "-policy",
        "name",
        "policy",
        "role",
        role,
        "policy",
        document(statements));
  }

  static String document(String... statements) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}";
  }

  static String allow(String action, String resource) {
    return "{\"Effect\":\"Allow\",\"Action\":\"%s\",\"Resource\":\"%s\"}"
        .formatted(action, resource);
  }
}
