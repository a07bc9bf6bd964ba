import { describeChannelContract } from './contract.ts'
import { zbsRig } from './zbs-rig.ts'

describeChannelContract('zbs by phone', zbsRig('tel'), { onlySends: true })
describeChannelContract('zbs by user', zbsRig('zalo'), { onlySends: true })
