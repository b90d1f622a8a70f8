package io.pharos.sandbox.service.ec2;

/** The provider's tokens of what the VPC and EC2 keep. */
public final class Ec2Types {
  public static final String VPC = "aws:ec2/vpc:Vpc";
  public static final String SUBNET = "aws:ec2/subnet:Subnet";
  public static final String ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
  public static final String ROUTE_TABLE_ASSOCIATION =
      "aws:ec2/routeTableAssociation:RouteTableAssociation";
  public static final String ROUTE = "aws:ec2/route:Route";
  public static final String INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
  public static final String NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
  public static final String EIP = "aws:ec2/eip:Eip";
  public static final String VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
  public static final String VPC_ENDPOINT_ROUTE_TABLE_ASSOCIATION =
      "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
  public static final String SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
  public static final String DEFAULT_SECURITY_GROUP =
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
  public static final String INGRESS_RULE =
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  public static final String EGRESS_RULE =
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
  public static final String NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl";
  public static final String NETWORK_ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule";
  public static final String NETWORK_ACL_ASSOCIATION =
      "aws:ec2/networkAclAssociation:NetworkAclAssociation";
  public static final String LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
  public static final String FLOW_LOG = "aws:ec2/flowLog:FlowLog";
  public static final String AMI = "aws:ec2/ami:Ami";
  public static final String EBS_SNAPSHOT = "aws:ebs/snapshot:Snapshot";

  private Ec2Types() {}
}
