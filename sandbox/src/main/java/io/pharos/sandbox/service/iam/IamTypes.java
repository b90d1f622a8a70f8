package io.pharos.sandbox.service.iam;

/** The provider's tokens of IAM's resources. */
public final class IamTypes {
  public static final String ROLE = "aws:iam/role:Role";
  public static final String ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
  public static final String ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  public static final String INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile";
  public static final String POLICY = "aws:iam/policy:Policy";

  private IamTypes() {}
}
