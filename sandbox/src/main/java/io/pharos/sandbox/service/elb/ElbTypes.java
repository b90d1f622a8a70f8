package io.pharos.sandbox.service.elb;

/** The provider's tokens of what Elastic Load Balancing keeps. */
public final class ElbTypes {
  public static final String LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
  public static final String TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
  public static final String LISTENER = "aws:lb/listener:Listener";
  public static final String LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
  static final String CERTIFICATE = "aws:acm/certificate:Certificate";

  private ElbTypes() {}
}
