# SPDX-License-Identifier: GPL-3.0-or-later
"""The edge before a machine: tokens, framing, sockets that break, what the machine asks for."""

import asyncio
import base64
import json
import unittest
import urllib.parse

from tornado import httpclient, websocket

from harness import StandinTest, alive, frame_of, wait_for


class ProxyTest(StandinTest):
    def setUp(self):
        super().setUp()
        self.machine = self.standin.assign().json

    def vm(self, method, path, body=None, headers=None):
        return self.standin.vm(self.machine, method, path, body, headers)

    def kernel(self):
        return self.vm("POST", "/api/kernels", {"name": "python3"}).json["id"]

    async def channels(self, kernel=None, session="s1"):
        return await self.standin.channels(self.machine, kernel or self.kernel(), session)

    async def refused(self, path, headers=None, token=True):
        info = self.machine["runtimeProxyInfo"]
        headers = {**({"X-Colab-Runtime-Proxy-Token": info["token"]} if token else {}), **(headers or {})}
        request = httpclient.HTTPRequest(info["url"].replace("http", "ws", 1) + path, headers=headers)
        with self.assertRaises(httpclient.HTTPClientError) as caught:
            await websocket.websocket_connect(request)
        return caught.exception.code


class TheToken(ProxyTest):
    def ask(self, query="", **headers):
        url = self.machine["runtimeProxyInfo"]["url"] + "/api/status" + query
        return self.standin.ask("GET", url, headers=headers, bearer=False).status

    def test_is_taken_in_every_place_that_clients_use(self):
        token = self.machine["runtimeProxyInfo"]["token"]
        self.assertEqual(200, self.ask("?colab-runtime-proxy-token=" + token))
        self.assertEqual(200, self.ask("?token=" + token))
        self.assertEqual(200, self.ask(**{"Authorization": "Bearer " + token}))
        self.assertEqual(200, self.ask(**{"X-Colab-Runtime-Proxy-Token": token}))
        self.assertEqual(404, self.ask())
        self.assertEqual(404, self.ask(**{"X-Colab-Runtime-Proxy-Token": "wrong"}))

    def test_expires_and_is_renewed_by_list_and_gapi(self):
        self.standin.control("/clock", {"advance": 800})
        self.standin.keep_alive(self.machine["endpoint"])
        self.assertEqual(200, self.vm("GET", "/api/status").status)
        self.standin.fault("expire_tokens", kind="proxy")
        self.assertEqual(404, self.vm("GET", "/api/status").status)
        self.standin.fault("expire_tokens", kind="proxy", status=401)
        self.assertEqual(401, self.vm("GET", "/api/status").status)
        self.standin.fault("expire_tokens", kind="proxy", status=404)
        fresh = self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"][0]
        self.assertEqual(200, self.standin.vm(fresh, "GET", "/api/status").status)
        url = self.standin.endpoints["colab_gapi"] + "/v1/runtime-proxy-token?port=8080&endpoint=" + self.machine["endpoint"]
        renewed = self.standin.ask("GET", url).json
        self.assertEqual("3600s", renewed["tokenTtl"])
        self.assertEqual(200, self.standin.vm({"runtimeProxyInfo": renewed}, "GET", "/api/status").status)

    def test_dies_by_the_clock(self):
        self.standin.account(proxy_token_ttl=60)
        machine = self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"][0]
        self.standin.control("/clock", {"advance": 61})
        self.assertEqual(404, self.standin.vm(machine, "GET", "/api/status").status)

    def test_is_good_at_the_new_address_of_a_machine(self):
        old = self.machine["runtimeProxyInfo"]["url"]
        self.standin.fault("new_address")
        found = wait_for(lambda: [m for m in self.standin.machines() if m["url"] not in ("", old)])
        self.assertEqual(404, self.vm("GET", "/api/status").status)
        fresh = self.standin.tunnel("GET", "/tun/m/assignments").json["assignments"][0]
        self.assertEqual(found[0]["url"], fresh["runtimeProxyInfo"]["url"])
        self.machine["runtimeProxyInfo"]["url"] = found[0]["url"]
        self.assertEqual(200, self.vm("GET", "/api/status").status)

    def test_can_be_refused_although_it_is_good(self):
        self.standin.fault("token_refused", endpoint=self.machine["endpoint"])
        self.assertEqual(404, self.vm("GET", "/api/status").status)
        self.standin.fault("token_refused", status=401)
        self.assertEqual(401, self.vm("GET", "/api/status").status)
        self.assertEqual(200, self.vm("GET", "/api/status").status)

    def test_of_the_account_is_noticed_where_it_does_not_belong(self):
        self.vm("GET", "/api/status", headers={"Authorization": "Bearer " + self.standin.token})
        self.assertIs(True, self.standin.control("/requests?route=proxy.status")[-1]["oauthTokenLeaked"])

    async def test_decides_about_sockets_as_well(self):
        path = "/api/kernels/%s/channels" % self.kernel()
        self.assertEqual(404, await self.refused(path, token=False))
        self.assertEqual(404, await self.refused("/api/kernels/%s/channels" % ("0" * 8 + "-0000-0000-0000-" + "0" * 12)))
        self.standin.fault("socket_refused", status=401)
        self.assertEqual(401, await self.refused(path))
        self.standin.fault("kill_vm", endpoint=self.machine["endpoint"])
        self.assertEqual(404, await self.refused(path))


class Files(ProxyTest):
    def test_go_through_the_contents_api(self):
        data = bytes(range(256)) * 100
        body = {"type": "file", "format": "base64", "content": base64.b64encode(data).decode(), "chunk": 1,
                "name": "a b.bin", "path": "content/a b.bin"}
        path = "/api/contents/content/" + urllib.parse.quote("a b.bin")
        self.assertEqual(201, self.vm("PUT", path + "?authuser=0", body).status)
        self.assertEqual(len(data), self.vm("GET", path + "?content=0").json["size"])
        got = self.vm("GET", path + "?content=1&type=file&format=base64").json
        self.assertEqual(data, base64.b64decode(got["content"]))
        self.assertEqual(200, self.vm("PUT", path, {"type": "file", "format": "text", "content": "x"}).status)
        self.assertEqual(201, self.vm("PUT", "/api/contents/content/.hidden", {"type": "directory"}).status)
        self.assertEqual(204, self.vm("DELETE", path).status)
        self.assertEqual(404, self.vm("GET", path).status)

    def test_are_refused_above_the_limit_of_the_edge(self):
        body = {"type": "file", "format": "text", "content": "x" * (33 << 20)}
        self.assertEqual(413, self.vm("PUT", "/api/contents/content/big", body).status)

    def test_have_an_address_with_two_slashes_too(self):
        self.assertEqual(200, self.vm("GET", "//api/kernels").status)


class TheMachineItself(ProxyTest):
    def test_tells_resources_and_image_behind_a_prefix(self):
        answer = self.vm("GET", "/api/colab/resources")
        self.assertTrue(answer.body.startswith(b")]}'\n"))
        self.assertGreater(answer.json["memory"]["totalBytes"], 1 << 28)
        self.assertEqual("kernel", answer.json["disks"][0]["filesystem"]["label"])
        self.assertEqual([], answer.json["gpus"])
        self.assertIn("2026-01", self.vm("GET", "/api/colab/build-info").json["release_tag"])
        self.assertEqual({"dfs": []}, self.vm("GET", "/api/colab/drive").json)

    def test_can_be_told_what_to_show(self):
        machine = self.standin.assign(accelerator="T4").json
        self.standin.fault("gpu", endpoint=machine["endpoint"], utilization=0.0)
        gpus = self.standin.vm(machine, "GET", "/api/colab/resources").json["gpus"]
        self.assertEqual((0.0, "Tesla T4"), (gpus[0]["gpuUtilization"], gpus[0]["name"]))
        self.standin.fault("gpu", endpoint=machine["endpoint"], fails=True)
        self.assertEqual([], self.standin.vm(machine, "GET", "/api/colab/resources").json["gpus"])
        full = [{"filesystem": {"label": "kernel", "totalBytes": 100, "usedBytes": 95}}]
        self.standin.fault("resources", endpoint=machine["endpoint"], values={"disks": full})
        self.assertEqual(full, self.standin.vm(machine, "GET", "/api/colab/resources").json["disks"])

    def test_refuses_ssh_by_status(self):
        self.assertEqual(400, self.vm("GET", "/colab/ssh").status)
        self.assertIn(b"unsupported key type", self.vm("GET", "/colab/ssh", headers={"X-Colab-Ssh-Pubkey": "ssh-rsa A"}).body)
        self.assertEqual(502, self.vm("GET", "/colab/ssh", headers={"X-Colab-Ssh-Pubkey": "ssh-ed25519 A"}).status)
        self.standin.fault("rate_limited", route="proxy.ssh.get")
        self.assertEqual(429, self.vm("GET", "/colab/ssh", headers={"X-Colab-Ssh-Pubkey": "ssh-ed25519 A"}).status)

    def test_forwards_ports_but_not_to_foreign_origins(self):
        url = self.standin.endpoints["colab_gapi"] + "/v1/runtime-proxy-token?endpoint=%s&port=%s"
        port = urllib.parse.urlsplit(self.standin.admin).port
        info = self.standin.ask("GET", url % (self.machine["endpoint"], port)).json
        self.assertNotEqual(self.machine["runtimeProxyInfo"]["url"], info["url"])
        machine = {"runtimeProxyInfo": info}
        self.assertEqual(200, self.standin.vm(machine, "GET", "/admin/clock").status)
        self.assertEqual(404, self.standin.vm(machine, "GET", "/admin/clock", headers={"Origin": "http://localhost"}).status)
        self.assertEqual(404, self.standin.ask("GET", url % ("nothing", port)).status)

    async def test_has_one_terminal_that_the_last_comer_takes(self):
        info = self.machine["runtimeProxyInfo"]
        url = info["url"].replace("http", "ws", 1) + "/colab/tty?colab-runtime-proxy-token=" + info["token"]
        first = await websocket.websocket_connect(url)
        first.write_message(json.dumps({"cols": 120, "rows": 40}))
        first.write_message(json.dumps({"data": "\x04echo $((40 + 2))\n"}))
        text = ""
        while "42" not in text:
            text += json.loads(await frame_of(first))["data"]
        second = await websocket.websocket_connect(url)
        while await frame_of(first) is not None:
            pass
        second.write_message(json.dumps({"data": "exit\n"}))
        while await frame_of(second) is not None:
            pass


class Sockets(ProxyTest):
    async def test_break_without_a_word_and_go_on_with_the_same_session(self):
        kernel = self.kernel()
        channels = await self.channels(kernel)
        await channels.run("1")
        number = channels.execute("import time; time.sleep(0.5); print('late')")
        await channels.until(lambda m: m["msg_type"] == "execute_input")
        self.standin.fault("close_sockets")
        self.assertIsNone(await channels.next())
        self.assertIsNone(channels.socket.close_code)
        again = await self.channels(kernel)
        message = await again.until(lambda m: m["msg_type"] == "stream")
        self.assertEqual(("late\n", number), (message["content"]["text"], message["parent_header"]["msg_id"]))

    async def test_break_at_a_chosen_message(self):
        channels = await self.channels()
        await channels.run("1")
        self.standin.fault("close_socket", route="frame.out.iopub", match={"msg_type": "stream"}, after=1)
        seen = []
        with self.assertRaises(ConnectionError):
            channels.execute("import sys\nfor i in range(3): print(i); sys.stdout.flush()")
            await channels.until(lambda m: False, seen)
        self.assertEqual(1, len([m for m in seen if m["msg_type"] == "stream"]))

    async def test_lose_and_delay_frames(self):
        channels = await self.channels()
        await channels.run("1")
        self.standin.fault("drop_frame", match={"msg_type": "stream"})
        text, reply = await channels.run("print('lost')")
        self.assertEqual(("", "ok"), (text, reply["status"]))
        self.standin.control("/faults", method="DELETE")
        self.standin.fault("delay_frame", route="frame.in.shell", seconds=0.5)
        start = asyncio.get_running_loop().time()
        await channels.run("1")
        self.assertGreater(asyncio.get_running_loop().time() - start, 0.5)

    async def test_take_what_clients_send(self):
        channels = await self.channels()
        await channels.run("1")
        header = {"msg_id": "m1", "msg_type": "execute_request", "username": "username", "session": "s1",
                  "date": "2026-08-09 10:00:00+00:00", "version": "5.0"}
        channels.socket.write_message(json.dumps({
            "channel": "shell", "header": header, "parent_header": {}, "metadata": {},
            "content": {"code": "print(7)", "silent": False, "store_history": True, "user_expressions": {}}}))
        message = await channels.until(lambda m: m["msg_type"] == "stream")
        self.assertEqual(("7\n", "iopub"), (message["content"]["text"], message["channel"]))
        self.assertIn("msg_id", message)

    async def test_tell_of_a_kernel_that_died(self):
        channels = await self.channels()
        await channels.run("1")
        self.assertTrue(self.standin.fault("kill_kernel")["done"])
        await channels.until(lambda m: m["content"].get("execution_state") in ("restarting", "starting"))

    async def test_wait_for_a_kernel_that_stands_still(self):
        channels = await self.channels()
        await channels.run("1")
        self.standin.fault("freeze_kernel")
        running = asyncio.ensure_future(channels.run("print('awake')"))
        done, _ = await asyncio.wait([running], timeout=0.5)
        self.assertFalse(done)
        self.standin.fault("thaw_kernel")
        self.assertEqual("awake\n", (await running)[0])

    async def test_close_when_the_machine_is_killed(self):
        channels = await self.channels()
        await channels.run("1")
        kernels = self.standin.machines()[0]["kernels"]
        self.standin.fault("kill_vm", endpoint=self.machine["endpoint"])
        self.assertIsNone(await channels.next())
        wait_for(lambda: not any(alive(pid) for pid in kernels), what="the end of the kernels")
        self.assertEqual("killed", self.standin.machines(ended=True)[-1]["reason"])


class Asking(ProxyTest):
    """colab_request messages of the kernel."""

    async def asked(self, code):
        channels = await self.channels()
        await channels.run("1")
        number = channels.execute(code)
        request = await channels.until(lambda m: m["msg_type"] == "colab_request")
        self.assertEqual({"session": "s1"}, request["parent_header"])
        return channels, number, request

    async def answered(self, code, **value):
        channels, number, request = await self.asked(code)
        value = {"type": "colab_reply", "colab_msg_id": request["metadata"]["colab_msg_id"], **value}
        channels.send("input_reply", {"value": value}, "stdin")
        return request, *await channels.finish(number)

    async def test_for_a_drive_mount_that_needs_the_credential(self):
        code = "from google.colab import drive\ndrive.mount('drive')"
        request, _, reply = await self.answered(code)
        self.assertEqual({"authType": "dfs_ephemeral"}, request["content"]["request"])
        self.assertEqual(("error", "mount failed"), (reply["status"], reply["evalue"]))
        self.standin.fault("consent")
        query = {"authtype": "dfs_ephemeral", "version": "2", "dryrun": "false", "propagate": "true", "record": "false"}
        self.standin.twice("/tun/m/credentials-propagation/" + self.machine["endpoint"], query)
        _, text, reply = await self.answered(code)
        self.assertEqual(("ok", "Mounted at drive\n"), (reply["status"], text))
        _, text, _ = await self.answered(code)
        self.assertIn("already mounted", text)
        self.standin.fault("stale_mount")
        channels = await self.channels()
        _, reply = await channels.run("import os; os.listdir('drive/MyDrive')")
        self.assertEqual("error", reply["status"])
        self.assertEqual(1, len(self.vm("GET", "/api/colab/drive").json["dfs"]))

    async def test_for_a_user_who_refuses(self):
        _, _, reply = await self.answered("from google.colab import auth; auth.authenticate_user()", error="no")
        self.assertEqual(("MessageError", "no"), (reply["ename"], reply["evalue"]))

    async def test_for_a_secret(self):
        code = "from google.colab import userdata; print(userdata.get('KEY'))"
        request, text, _ = await self.answered(code, data={"exists": True, "access": True, "payload": "value"})
        self.assertEqual(("GetSecret", {"key": "KEY"}, "value\n"), (
            request["metadata"]["colab_request_type"], request["content"]["request"], text))
        _, _, reply = await self.answered(code, data={"exists": False})
        self.assertEqual("SecretNotFoundError", reply["ename"])

    async def test_for_a_browser_it_has_not(self):
        _, _, reply = await self.answered("from google.colab import files; files.upload()", error="unsupported")
        self.assertEqual("MessageError", reply["ename"])

    async def test_to_be_released(self):
        channels = await self.channels()
        channels.execute("from google.colab import runtime; runtime.unassign()")
        wait_for(lambda: not self.standin.machines())
        self.assertEqual("released from inside", self.standin.machines(ended=True)[-1]["reason"])


if __name__ == "__main__":
    unittest.main()
