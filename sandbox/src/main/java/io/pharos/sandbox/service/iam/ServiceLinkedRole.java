package io.pharos.sandbox.service.iam;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.Map;

/**
 * What an AWS service acts as in an account. The account has it from the service's first resource
 * on, and keeps it.
 *
 * @param service as in its principal
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html">Service-linked
 *     roles</a>
 */
public record ServiceLinkedRole(String service, String name) {
  public static final ServiceLinkedRole AUTO_SCALING =
      new ServiceLinkedRole("autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling");
  public static final ServiceLinkedRole BACKUP =
      new ServiceLinkedRole("backup.amazonaws.com", "AWSServiceRoleForBackup");
  public static final ServiceLinkedRole RESTORE_TESTING =
      new ServiceLinkedRole(
          "restore-testing.backup.amazonaws.com", "AWSServiceRoleForBackupRestoreTesting");
  public static final ServiceLinkedRole ECR_REPLICATION =
      new ServiceLinkedRole("replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication");
  public static final ServiceLinkedRole ECS =
      new ServiceLinkedRole("ecs.amazonaws.com", "AWSServiceRoleForECS");
  public static final ServiceLinkedRole ECS_SCALING =
      new ServiceLinkedRole(
          "ecs.application-autoscaling.amazonaws.com",
          "AWSServiceRoleForApplicationAutoScaling_ECSService");

  private String path() {
    return "/aws-service-role/" + service + "/";
  }

  public String arn(Account account) {
    return "arn:aws:iam::" + account.id() + ":role" + path() + name;
  }

  /** Makes it unless it is there. */
  public void ensure(Account account) {
    if (account.find(IamTypes.ROLE, Account.GLOBAL, name).isPresent()) {
      return;
    }
    Resource role =
        new Resource(
            IamTypes.ROLE,
            Account.GLOBAL,
            name,
            Map.of(
                "name",
                name,
                "path",
                path(),
                "arn",
                arn(account),
                "maxSessionDuration",
                3600,
                "assumeRolePolicy",
                """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}"""
                    .formatted(service)));
    role.id(name);
    account.add(role);
  }
}
