import { permissionsOf, requires } from '../../server/staff/permission.ts';

test('the owner may do everything, an unknown role nothing', () => {
  expect(requires({ permissions: permissionsOf('owner') }, 'stock:write')).toBeNull();
  for (const role of ['', 'stranger', 'constructor', '__proto__']) {
    expect(requires({ permissions: permissionsOf(role) }, 'stock:write')).toMatchObject({
      code: 'FORBIDDEN',
    });
  }
});

test('a permission held allows that', () => {
  expect(requires({ permissions: ['stock:write'] }, 'stock:write')).toBeNull();
  expect(requires({ permissions: ['stock:read'] }, 'stock:write')).toMatchObject({
    ok: false,
    code: 'FORBIDDEN',
  });
});
