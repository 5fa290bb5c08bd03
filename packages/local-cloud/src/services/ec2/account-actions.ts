/** What an account has around its instances: regions, zones, a VPC with subnets, a security group, images, tags. */
import { type Compute } from '../../instances/compute.ts';
import { type Host } from '../../service.ts';
import { findText, listForms, listTexts } from '../query/form.ts';
import { type Actions } from '../query/query-service.ts';
import { passesFilters, tagValues } from './filters.ts';
import { SECURITY_GROUP_ID, subnetOf, subnetsOf, VPC_ID, zonesOf } from './network.ts';

export function accountActions(host: Host, compute: Compute): Actions {
  const { region, accountId } = host;
  return {
    ...tagActions(compute),
    DescribeRegions: () => ({
      regionInfo: [
        { regionName: region, regionEndpoint: `ec2.${region}.amazonaws.com`, optInStatus: 'opt-in-not-required' },
      ],
    }),
    DescribeAvailabilityZones: () => ({
      availabilityZoneInfo: zonesOf(region).map((zoneName, index) => ({
        zoneName,
        zoneState: 'available',
        regionName: region,
        zoneId: `use1-az${index + 1}`,
        zoneType: 'availability-zone',
        optInStatus: 'opt-in-not-required',
      })),
    }),
    DescribeVpcs: () => ({
      vpcSet: [{ vpcId: VPC_ID, state: 'available', cidrBlock: '10.0.0.0/16', isDefault: true, ownerId: accountId }],
    }),
    DescribeSubnets: ({ form }) => {
      const ids = listTexts(form, 'SubnetId');
      const subnets = ids.length === 0 ? subnetsOf(region) : ids.map((id) => subnetOf(region, id));
      return {
        subnetSet: subnets.map((subnet) => ({
          subnetId: subnet.id,
          state: 'available',
          vpcId: VPC_ID,
          cidrBlock: subnet.cidr,
          availabilityZone: subnet.zone,
          availabilityZoneId: subnet.zoneId,
          availableIpAddressCount: 16_379,
        })),
      };
    },
    DescribeSecurityGroups: () => ({
      securityGroupInfo: [
        {
          groupId: SECURITY_GROUP_ID,
          groupName: 'default',
          groupDescription: 'default VPC security group',
          vpcId: VPC_ID,
          ownerId: accountId,
        },
      ],
    }),
    DescribeImages: ({ form }) => ({
      imagesSet: listTexts(form, 'ImageId').map((imageId) => ({
        imageId,
        name: 'emulated',
        imageState: 'available',
        architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
        rootDeviceType: 'ebs',
        virtualizationType: 'hvm',
      })),
    }),
  };
}

function tagActions(compute: Compute): Actions {
  return {
    CreateTags: async ({ form }) => {
      const tags = Object.fromEntries(
        listForms(form, 'Tag').map((tag) => [findText(tag, 'Key') ?? '', findText(tag, 'Value') ?? '']),
      );
      for (const id of listTexts(form, 'ResourceId')) {
        const instance = compute.find(id);
        if (!instance) continue;
        Object.assign(instance.tags, tags);
        await compute.save(instance);
      }
      return { return: true };
    },
    DeleteTags: async ({ form }) => {
      const keys = new Set(listForms(form, 'Tag').map((tag) => findText(tag, 'Key')));
      for (const id of listTexts(form, 'ResourceId')) {
        const instance = compute.find(id);
        if (!instance) continue;
        instance.tags = Object.fromEntries(Object.entries(instance.tags).filter(([key]) => !keys.has(key)));
        await compute.save(instance);
      }
      return { return: true };
    },
    DescribeTags: ({ form }) => ({
      tagSet: compute.list().flatMap((instance) =>
        Object.entries(instance.tags).flatMap(([key, value]) => {
          const passes = passesFilters(form, (name) => {
            if (name === 'resource-id') return [instance.id];
            if (name === 'resource-type') return ['instance'];
            if (name === 'key') return [key];
            if (name === 'value') return [value];
            return tagValues(name, { [key]: value });
          });
          return passes ? [{ resourceId: instance.id, resourceType: 'instance', key, value }] : [];
        }),
      ),
    }),
  };
}
